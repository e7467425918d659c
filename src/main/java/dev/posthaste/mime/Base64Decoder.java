package dev.posthaste.mime;

import java.util.Arrays;

/**
 * Decodes base64 (RFC 2045 section 6.8). Skips characters outside the alphabet, as that section requires. Padding ends
 * a quantum wherever it occurs, so that concatenated encodings are decoded completely.
 */
final class Base64Decoder implements ContentDecoder {

    private static final byte SKIPPED = -1;
    private static final byte PADDING = -2;
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, SKIPPED);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
        VALUES['='] = PADDING;
    }

    private int bits;
    private int digits;

    @Override
    public byte[] decode(byte[] buffer, int offset, int length) {
        byte[] out = new byte[(int) ((length + 3L) / 4 * 3 + 3)];
        int size = 0;
        for (int i = offset; i < offset + length; i++) {
            int value = VALUES[buffer[i] & 0xFF];
            if (value >= 0) {
                bits = bits << 6 | value;
                if (++digits == 4) {
                    out[size++] = (byte) (bits >> 16);
                    out[size++] = (byte) (bits >> 8);
                    out[size++] = (byte) bits;
                    reset();
                }
            } else if (value == PADDING) {
                size = endQuantum(out, size);
            }
        }
        return Arrays.copyOf(out, size);
    }

    @Override
    public byte[] finish() {
        byte[] out = new byte[2];
        return Arrays.copyOf(out, endQuantum(out, 0));
    }

    /** Decodes an incomplete quantum: two digits make one octet, three make two, a single digit none. */
    private int endQuantum(byte[] out, int from) {
        int size = from;
        if (digits == 2) {
            out[size++] = (byte) (bits >> 4);
        } else if (digits == 3) {
            out[size++] = (byte) (bits >> 10);
            out[size++] = (byte) (bits >> 2);
        }
        reset();
        return size;
    }

    private void reset() {
        bits = 0;
        digits = 0;
    }
}
