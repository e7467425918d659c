package dev.posthaste.imap.wire;

import java.util.List;

/**
 * What STORE does to the flags of each message.
 *
 * <pre>
 * store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag)))     ; RFC 9051 section 9
 * </pre>
 */
public record StoreChange(Way way, Answer answer, List<Flag> flags) {

    /** Keeps a copy. */
    public StoreChange {
        flags = List.copyOf(flags);
    }

    /** How the flags named meet those that are there. */
    public enum Way {
        /** They are set instead of all others. */
        REPLACE,
        /** They are set beside them. */
        ADD,
        /** They are taken away. */
        REMOVE
    }

    /** Whether the client wants to be told what came of it. */
    public enum Answer {
        /** A FETCH response for each message. */
        FLAGS,
        /** {@code .SILENT}: none. */
        SILENT
    }
}
