package dev.posthaste.pop3.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Encodes a message, piece by piece, as the lines of a multi-line response (RFC 1939 section 3): stuffs a line that
 * begins with a dot, completes the last line with CRLF if necessary, and ends with a single dot. Everything else is
 * unchanged.
 *
 * <p>Also stuffs a dot after a bare LF: most clients split lines at LF and would take such a dot for the end. A client
 * that splits only at CRLF sees the extra dot.
 */
public final class DotStuffing {

    private enum Place {
        /** After CRLF, or before everything. */
        LINE_START,
        /** After a bare LF. */
        AFTER_BARE_LF,
        WITHIN_LINE,
        AFTER_CR
    }

    private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_OPEN_LINE = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);

    private Place place = Place.LINE_START;

    /** Returns the next piece with its dots stuffed. */
    public byte[] stuff(byte[] piece) {
        ByteArrayOutputStream stuffed = new ByteArrayOutputStream(piece.length + piece.length / 64);
        int copied = 0;
        for (int i = 0; i < piece.length; i++) {
            byte octet = piece[i];
            if (octet == '.' && (place == Place.LINE_START || place == Place.AFTER_BARE_LF)) {
                stuffed.write(piece, copied, i - copied);
                stuffed.write('.');
                copied = i;
            }
            place = after(octet);
        }
        stuffed.write(piece, copied, piece.length - copied);
        return stuffed.toByteArray();
    }

    /** Returns the octets that end the response after the last piece. */
    public byte[] end() {
        return (place == Place.LINE_START ? END : END_OF_OPEN_LINE).clone();
    }

    private Place after(byte octet) {
        return switch (octet) {
            case '\r' -> Place.AFTER_CR;
            case '\n' -> place == Place.AFTER_CR ? Place.LINE_START : Place.AFTER_BARE_LF;
            default -> Place.WITHIN_LINE;
        };
    }
}
