package dev.posthaste.imap.wire;

import java.util.Optional;

/**
 * The mailbox name encoding of IMAP4rev1 (RFC 3501 section 5.1.3): printable ASCII represents itself, {@code &-} an
 * ampersand, and everything else is UTF-16 in base64 with {@code ,} instead of {@code /}, between {@code &} and
 * {@code -}.
 *
 * <p>Only the canonical encoding is accepted, so that a name has a single encoding.
 */
final class ModifiedUtf7 {

    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

    private ModifiedUtf7() {}

    /** Encodes a text without unpaired surrogates. */
    static String encode(String name) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < name.length()) {
            char c = name.charAt(i);
            if (c == '&') {
                out.append("&-");
                i++;
            } else if (isDirect(c)) {
                out.append(c);
                i++;
            } else {
                int end = i;
                while (end < name.length() && !isDirect(name.charAt(end))) {
                    end++;
                }
                shift(name, i, end, out);
                i = end;
            }
        }
        return out.toString();
    }

    /** Decodes; empty for anything that {@link #encode} does not produce. */
    static Optional<String> decode(String written) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < written.length()) {
            char c = written.charAt(i);
            if (!isDirect(c)) {
                return Optional.empty();
            }
            if (c != '&') {
                out.append(c);
                i++;
                continue;
            }
            int end = written.indexOf('-', i);
            if (end < 0 || !unshift(written, i + 1, end, out)) {
                return Optional.empty();
            }
            i = end + 1;
        }
        String name = out.toString();
        return encode(name).equals(written) ? Optional.of(name) : Optional.empty();
    }

    private static void shift(String name, int from, int to, StringBuilder out) {
        out.append('&');
        int bits = 0;
        int held = 0;
        for (int i = from; i < to; i++) {
            bits = (bits << 16) | name.charAt(i);
            held += 16;
            while (held >= 6) {
                held -= 6;
                out.append(DIGITS.charAt((bits >> held) & 63));
            }
            bits &= (1 << held) - 1;
        }
        if (held > 0) {
            out.append(DIGITS.charAt((bits << (6 - held)) & 63));
        }
        out.append('-');
    }

    private static boolean unshift(String written, int from, int to, StringBuilder out) {
        if (from == to) {
            out.append('&');
            return true;
        }
        int bits = 0;
        int held = 0;
        for (int i = from; i < to; i++) {
            int digit = DIGITS.indexOf(written.charAt(i));
            if (digit < 0) {
                return false;
            }
            bits = (bits << 6) | digit;
            held += 6;
            if (held >= 16) {
                held -= 16;
                out.append((char) (bits >> held));
                bits &= (1 << held) - 1;
            }
        }
        return true;
    }

    private static boolean isDirect(char c) {
        return c >= ' ' && c <= '~';
    }
}
