package dev.posthaste.imap.wire;

import java.util.List;

/**
 * The change of flags that STORE makes.
 *
 * <pre>
 * store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag)))     ; RFC 9051 section 9
 * </pre>
 */
public record StoreChange(Way way, Answer answer, List<Flag> flags) {

    /** Copies the list. */
    public StoreChange {
        flags = List.copyOf(flags);
    }

    /** How the named flags are applied to the existing ones. */
    public enum Way {
        /** They replace all others. */
        REPLACE,
        /** They are added. */
        ADD,
        /** They are removed. */
        REMOVE
    }

    /** Whether the client requests the resulting flags. */
    public enum Answer {
        /** A FETCH response for each message. */
        FLAGS,
        /** {@code .SILENT}: no response. */
        SILENT
    }
}
