package dev.posthaste.mime;

import java.io.IOException;
import java.io.InputStream;

/** Decodes the body of a part as stored into its content. */
public final class DecodedBody {

    private static final int PORTION = 8 * 1024;

    private DecodedBody() {}

    /** A decoder for the body in pieces. */
    public static ContentDecoder decoder(Part part) {
        return ContentDecoder.of(part.encoding());
    }

    /** Decodes a body in memory. */
    public static byte[] octets(Part part, byte[] body) {
        return ContentDecoder.decode(part.encoding(), body);
    }

    /** The text of a body in memory, with HTML unchanged. The body may be truncated. */
    public static String text(Part part, byte[] body) {
        return MailCharset.decode(octets(part, body), part.type().charset());
    }

    /** The text of a body on one line, with HTML converted to text, at most {@code limit} characters. */
    public static String legible(Part part, byte[] body, int limit) {
        TextSink sink = new TextSink(limit);
        if (part.type().is("text", "html")) {
            HtmlText.write(text(part, body), sink);
        } else {
            sink.append(text(part, body));
        }
        return sink.toString();
    }

    /** Decodes a body as a stream, without holding it in memory. */
    public static InputStream stream(Part part, InputStream body) {
        return new DecodedStream(decoder(part), body);
    }

    private static final class DecodedStream extends InputStream {

        private final ContentDecoder decoder;
        private final InputStream body;
        private final byte[] portion = new byte[PORTION];
        private byte[] decoded = {};
        private int at;
        private boolean ended;

        DecodedStream(ContentDecoder decoder, InputStream body) {
            this.decoder = decoder;
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            return fill() ? decoded[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, decoded.length - at);
            System.arraycopy(decoded, at, buffer, offset, count);
            at += count;
            return count;
        }

        @Override
        public void close() throws IOException {
            body.close();
        }

        private boolean fill() throws IOException {
            while (at >= decoded.length && !ended) {
                int count = body.read(portion);
                ended = count < 0;
                decoded = ended ? decoder.finish() : decoder.decode(portion, 0, count);
                at = 0;
            }
            return at < decoded.length;
        }
    }
}
