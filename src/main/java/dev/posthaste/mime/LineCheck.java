package dev.posthaste.mime;

/**
 * What octets are like as lines.
 *
 * @param longest octets of the longest line, without its end
 * @param stray octets that no transport line has: NUL, and CR or LF apart
 * @param high octets above 127
 * @param total all octets
 */
record LineCheck(int longest, int stray, int high, int total) {

    /** Base64 takes a third more; quoted-printable thrice as much for each octet that it encodes. */
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

    /** Whether it can be sent as it is where octets above 127 can. */
    boolean isTransportable() {
        return stray == 0 && longest <= HeaderField.MAX_LINE;
    }

    /** Whether it can be sent as it is anywhere. */
    boolean isPlain() {
        return isTransportable() && isAscii();
    }

    boolean isMostlyAscii() {
        return (high + stray) * (long) QUOTED_PRINTABLE_PAYS_BELOW <= total;
    }
}
