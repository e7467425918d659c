package dev.posthaste.imap.wire;

/**
 * The announcement of a literal.
 *
 * <pre>
 * literal  = "{" number64 ["+"] "}" CRLF *CHAR8        ; RFC 9051 section 9
 * literal8 = "~{" number64 ["+"] "}" CRLF *OCTET
 * </pre>
 *
 * @param size in octets; {@link Long#MAX_VALUE} if the number is larger than that
 */
public record Literal(long size, Waiting waiting, Content content) {

    /** Whether the sender waits for leave to go on. */
    public enum Waiting {
        /** Synchronising: nothing follows before a continuation request. */
        WAITS,
        /** {@code +}: the octets follow at once (RFC 7888). */
        FOLLOWS
    }

    /** What the octets may be. */
    public enum Content {
        /** No NUL. */
        TEXT,
        /** {@code ~}: any octet. */
        BINARY
    }
}
