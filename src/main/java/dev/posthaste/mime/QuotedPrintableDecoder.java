package dev.posthaste.mime;

/**
 * Decodes quoted-printable (RFC 2045 section 6.7). Drops white space at the end of a line, which was added in
 * transport; keeps an equals sign that begins no valid escape, as that section advises.
 */
final class QuotedPrintableDecoder implements ContentDecoder {

    /** Maximum length of white space buffered until the end of the line is known; a longer run is content. */
    private static final int MAX_WAITING = 1_000;

    /** Octets whose meaning depends on the following ones: {@code =}, {@code =4}, {@code =} + white space, CR. */
    private final OctetBuffer waiting = new OctetBuffer();

    @Override
    public byte[] decode(byte[] buffer, int offset, int length) {
        OctetBuffer out = new OctetBuffer();
        for (int i = offset; i < offset + length; i++) {
            octet(buffer[i], out);
        }
        return out.copy();
    }

    @Override
    public byte[] finish() {
        OctetBuffer out = new OctetBuffer();
        byte[] rest = waiting.copy();
        waiting.cutTo(0);
        boolean softBreak = rest.length > 0 && rest[0] == '=' && (rest.length == 1 || isBlank(rest[1]));
        if (!softBreak && !(rest.length > 0 && isWsp(rest[0]))) {
            out.append(rest);
        }
        return out.copy();
    }

    private void octet(byte c, OctetBuffer out) {
        if (waiting.size() == 0) {
            begin(c, out);
        } else if (waiting.array()[0] == '=') {
            afterEquals(c, out);
        } else {
            afterWhiteSpace(c, out);
        }
    }

    private void begin(byte c, OctetBuffer out) {
        if (c == '=' || isWsp(c) || c == '\r') {
            waiting.append(c);
        } else {
            out.append(c);
        }
    }

    private void afterEquals(byte c, OctetBuffer out) {
        byte[] seen = waiting.array();
        int size = waiting.size();
        boolean escape = size == 2 && Octets.hex(seen[1]) >= 0;
        if (c == '\n' && !escape) {
            waiting.cutTo(0);
        } else if (escape && Octets.hex(c) >= 0) {
            out.append(Octets.hex(seen[1]) << 4 | Octets.hex(c));
            waiting.cutTo(0);
        } else if ((size == 1 && Octets.hex(c) >= 0) || mayEndLine(c, escape)) {
            waiting.append(c);
        } else {
            release(c, out);
        }
    }

    private boolean mayEndLine(byte c, boolean escape) {
        boolean afterReturn = waiting.array()[waiting.size() - 1] == '\r';
        return !escape && !afterReturn && waiting.size() < MAX_WAITING && isBlank(c);
    }

    private void afterWhiteSpace(byte c, OctetBuffer out) {
        boolean afterReturn = waiting.array()[waiting.size() - 1] == '\r';
        if (c == '\n') {
            waiting.cutTo(0);
            if (afterReturn) {
                out.append('\r');
            }
            out.append('\n');
        } else if (isBlank(c) && !afterReturn && waiting.size() < MAX_WAITING) {
            waiting.append(c);
        } else {
            release(c, out);
        }
    }

    /** Writes the buffered octets as content. */
    private void release(byte c, OctetBuffer out) {
        out.append(waiting.array(), 0, waiting.size());
        waiting.cutTo(0);
        begin(c, out);
    }

    private static boolean isWsp(byte c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isBlank(byte c) {
        return isWsp(c) || c == '\r';
    }
}
