package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/**
 * Identifies a message in a folder. A move keeps the id (EMAILID of RFC 8474). Unrelated to the Message-ID header
 * field. Text form: {@code msg_…}.
 */
public record StoredMessageId(UUID value) {

    private static final String PREFIX = "msg";

    /** Parses the text form; empty if the prefix, the length or a digit is wrong. */
    public static Optional<StoredMessageId> parse(String text) {
        return IdText.read(PREFIX, text).map(StoredMessageId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
