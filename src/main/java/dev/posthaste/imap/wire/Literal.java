package dev.posthaste.imap.wire;

/**
 * The announcement of a literal.
 *
 * <pre>
 * literal  = "{" number64 ["+"] "}" CRLF *CHAR8        ; RFC 9051 section 9
 * literal8 = "~{" number64 ["+"] "}" CRLF *OCTET
 * </pre>
 *
 * Both are parsed alike: a message with NUL is accepted in either, see {@code quirks.md}.
 *
 * @param size in octets; {@link Long#MAX_VALUE} if the number is too large
 */
public record Literal(long size, Waiting waiting) {

    /** Maximum digits of a size; a longer number exceeds every limit. */
    private static final int MAX_SIZE_DIGITS = 18;

    /** The size that the digits denote. */
    static long size(String digits) {
        int first = 0;
        while (first < digits.length() - 1 && digits.charAt(first) == '0') {
            first++;
        }
        return digits.length() - first > MAX_SIZE_DIGITS
                ? Long.MAX_VALUE
                : Long.parseLong(digits, first, digits.length(), 10);
    }

    /** Whether the client waits for a continuation request. */
    public enum Waiting {
        /** Synchronizing: the client waits for a continuation request. */
        WAITS,
        /** Non-synchronizing, {@code +}: the octets follow immediately (RFC 7888). */
        FOLLOWS
    }
}
