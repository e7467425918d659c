package dev.posthaste.pop3.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A message as the lines of a multi-line response, piece by piece (RFC 1939 section 3): a line that begins with a dot
 * gets a second one, the last line gets its CRLF if it has none, and a dot alone ends it. All else stays as it is; a
 * bare CR or LF ends no line.
 */
public final class DotStuffing {

    private enum Place {
        LINE_START,
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
            if (octet == '.' && place == Place.LINE_START) {
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
        if (octet == '\r') {
            return Place.AFTER_CR;
        }
        return octet == '\n' && place == Place.AFTER_CR ? Place.LINE_START : Place.WITHIN_LINE;
    }
}
