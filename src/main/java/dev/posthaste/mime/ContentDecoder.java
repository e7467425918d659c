package dev.posthaste.mime;

import java.util.Arrays;

/**
 * Decodes a {@link TransferEncoding} incrementally: pass the octets of a part in pieces of any size, use what each call
 * returns, and call {@link #finish} at the end. Valid input is decoded exactly, invalid input as far as possible.
 */
public sealed interface ContentDecoder permits ContentDecoder.Identity, Base64Decoder, QuotedPrintableDecoder {

    /** Decodes a piece; may retain some octets until the next one. */
    byte[] decode(byte[] buffer, int offset, int length);

    /** Decodes the retained octets after the last piece. */
    byte[] finish();

    /** A new decoder for one part. */
    static ContentDecoder of(TransferEncoding encoding) {
        return switch (encoding) {
            case BASE64 -> new Base64Decoder();
            case QUOTED_PRINTABLE -> new QuotedPrintableDecoder();
            case SEVEN_BIT, EIGHT_BIT, BINARY, UNKNOWN -> new Identity();
        };
    }

    /** Decodes the whole body of a part. */
    static byte[] decode(TransferEncoding encoding, byte[] octets) {
        return switch (encoding) {
            case SEVEN_BIT, EIGHT_BIT, BINARY, UNKNOWN -> octets;
            case BASE64, QUOTED_PRINTABLE -> {
                ContentDecoder decoder = of(encoding);
                OctetBuffer all = new OctetBuffer();
                all.append(decoder.decode(octets, 0, octets.length));
                all.append(decoder.finish());
                yield all.copy();
            }
        };
    }

    /** For encodings that leave octets unchanged. */
    final class Identity implements ContentDecoder {

        private static final byte[] NOTHING = {};

        private Identity() {}

        @Override
        public byte[] decode(byte[] buffer, int offset, int length) {
            return Arrays.copyOfRange(buffer, offset, offset + length);
        }

        @Override
        public byte[] finish() {
            return NOTHING.clone();
        }
    }
}
