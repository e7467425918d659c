package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/** Identifies a folder of an account (a mailbox in IMAP). Text form: {@code fld_…}. */
public record FolderId(UUID value) {

    private static final String PREFIX = "fld";

    /** Parses the text form; empty if the prefix, the length or a digit is wrong. */
    public static Optional<FolderId> parse(String text) {
        return IdText.read(PREFIX, text).map(FolderId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
