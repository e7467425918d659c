package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/** A message that lies in a folder; it keeps the id when it is moved (RFC 8474's EMAILID). Not the Message-ID header field. Written {@code msg_…}. */
public record StoredMessageId(UUID value) {

    private static final String PREFIX = "msg";

    /** Reads what {@link #toString} wrote. */
    public static Optional<StoredMessageId> parse(String text) {
        return IdText.read(PREFIX, text).map(StoredMessageId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
