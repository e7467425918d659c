package dev.posthaste.mime;

/**
 * Line statistics of octets.
 *
 * @param longest length in octets of the longest line, without its end
 * @param stray octets that are invalid in transport: NUL, and bare CR or LF
 * @param high octets above 127
 * @param total all octets
 */
record LineCheck(int longest, int stray, int high, int total) {

    /**
     * Quoted-printable is used if at most one in this many octets must be encoded: it triples each such octet, while
     * base64 adds a third to all octets.
     */
    private static final int QUOTED_PRINTABLE_PAYS_BELOW = 6;

    static LineCheck of(byte[] octets) {
        int longest = 0;
        int stray = 0;
        int high = 0;
        int lineStart = 0;
        for (int i = 0; i < octets.length; i++) {
            byte c = octets[i];
            if (c < 0) {
                high++;
            } else if (c == '\r' && i + 1 < octets.length && octets[i + 1] == '\n') {
                longest = Math.max(longest, i - lineStart);
                i++;
                lineStart = i + 1;
            } else if (c == '\r' || c == '\n' || c == 0) {
                stray++;
            }
        }
        return new LineCheck(Math.max(longest, octets.length - lineStart), stray, high, octets.length);
    }

    boolean isAscii() {
        return high == 0;
    }

    /** Whether it can be sent unencoded over a transport that allows octets above 127. */
    boolean isTransportable() {
        return stray == 0 && longest <= HeaderField.MAX_LINE;
    }

    /** Whether it can be sent unencoded over any transport. */
    boolean isPlain() {
        return isTransportable() && isAscii();
    }

    boolean isMostlyAscii() {
        return (high + stray) * (long) QUOTED_PRINTABLE_PAYS_BELOW <= total;
    }
}
