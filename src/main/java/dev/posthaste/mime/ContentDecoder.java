package dev.posthaste.mime;

import java.util.Arrays;

/**
 * Undoes a {@link TransferEncoding} piece by piece: give it the octets of a part in any portions, take what each yields,
 * and {@link #finish} at the end. Bad input is read as well as it can be, well-formed input exactly.
 */
public sealed interface ContentDecoder permits ContentDecoder.Identity, Base64Decoder, QuotedPrintableDecoder {

    /** The content in this portion, less what must wait for the next. */
    byte[] decode(byte[] buffer, int offset, int length);

    /** What has waited, once there are no more portions. */
    byte[] finish();

    /** A fresh decoder for one part. */
    static ContentDecoder of(TransferEncoding encoding) {
        return switch (encoding) {
            case BASE64 -> new Base64Decoder();
            case QUOTED_PRINTABLE -> new QuotedPrintableDecoder();
            case SEVEN_BIT, EIGHT_BIT, BINARY, UNKNOWN -> new Identity();
        };
    }

    /** All of a part that is in memory anyway. */
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

    /** For encodings that leave octets as they are. */
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
