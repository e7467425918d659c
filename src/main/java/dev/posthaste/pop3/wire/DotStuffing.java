package dev.posthaste.pop3.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A message as the lines of a multi-line response, piece by piece (RFC 1939 section 3): a line that begins with a dot
 * gets a second one, the last line gets its CRLF if it has none, and a dot alone ends it. All else stays as it is.
 *
 * <p>Behind a bare LF, too, a dot gets a second one: most clients read by LF, and would take a dot there for the end. The
 * message of one that reads by CRLF alone has a dot more.
 */
public final class DotStuffing {

    private enum Place {
        /** After CRLF, or before everything. */
        LINE_START,
        /** After an LF alone. */
        AFTER_BARE_LF,
        WITHIN_LINE,
        AFTER_CR
    }

    private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_OPEN_LINE = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);

    private Place place = Place.LINE_START;

    /** The next piece, stuffed: the same octets and a dot for each line that begins with one. */
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

    /** What ends the response after the last piece. */
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
