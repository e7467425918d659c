package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/** A folder of an account (IMAP's mailbox). Written {@code fld_…}. */
public record FolderId(UUID value) {

    private static final String PREFIX = "fld";

    /** Reads what {@link #toString} wrote. */
    public static Optional<FolderId> parse(String text) {
        return IdText.read(PREFIX, text).map(FolderId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
