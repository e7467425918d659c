package dev.posthaste.mime;

/** Encodes quoted-printable (RFC 2045 section 6.7) with CRLF line ends and at most 76 characters per line. */
final class QuotedPrintable {

    private static final int MAX_LINE = 76;
    private static final String HEX = "0123456789ABCDEF";

    private QuotedPrintable() {}

    /** Encodes text whose line ends are CRLF. */
    static byte[] encode(byte[] text) {
        OctetBuffer out = new OctetBuffer();
        int lineLength = 0;
        for (int i = 0; i < text.length; i++) {
            byte c = text[i];
            if (isLineEnd(text, i)) {
                out.append(text, i, i + 2);
                i++;
                lineLength = 0;
                continue;
            }
            boolean plain = c > ' ' && c < 0x7F && c != '=';
            boolean blank = Octets.isWsp(c) && i + 1 < text.length && !isLineEnd(text, i + 1);
            int width = plain || blank ? 1 : 3;
            boolean lineGoesOn = i + 1 < text.length && !isLineEnd(text, i + 1);
            if (lineLength + width > (lineGoesOn ? MAX_LINE - 1 : MAX_LINE)) {
                out.append('=');
                out.append('\r');
                out.append('\n');
                lineLength = 0;
            }
            lineLength += width;
            if (width == 1) {
                out.append(c);
            } else {
                out.append('=');
                out.append(HEX.charAt(c >> 4 & 15));
                out.append(HEX.charAt(c & 15));
            }
        }
        return out.copy();
    }

    private static boolean isLineEnd(byte[] text, int at) {
        return at + 1 < text.length && text[at] == '\r' && text[at + 1] == '\n';
    }
}
