package dev.posthaste.imap.wire;

/**
 * The announcement of a literal.
 *
 * <pre>
 * literal  = "{" number64 ["+"] "}" CRLF *CHAR8        ; RFC 9051 section 9
 * literal8 = "~{" number64 ["+"] "}" CRLF *OCTET
 * </pre>
 *
 * Both are read alike: a message with a NUL is taken in either, see {@code quirks.md}.
 *
 * @param size in octets; {@link Long#MAX_VALUE} if the number is larger than that
 */
public record Literal(long size, Waiting waiting) {

    /** Digits that a size may have; a number with more is too large for anybody. */
    private static final int MAX_SIZE_DIGITS = 18;

    /** The size that is written so. */
    static long size(String digits) {
        int first = 0;
        while (first < digits.length() - 1 && digits.charAt(first) == '0') {
            first++;
        }
        return digits.length() - first > MAX_SIZE_DIGITS
                ? Long.MAX_VALUE
                : Long.parseLong(digits, first, digits.length(), 10);
    }

    /** Whether the sender waits for leave to go on. */
    public enum Waiting {
        /** Synchronising: nothing follows before a continuation request. */
        WAITS,
        /** {@code +}: the octets follow at once (RFC 7888). */
        FOLLOWS
    }
}
