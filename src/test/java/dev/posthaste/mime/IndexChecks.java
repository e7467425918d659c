package dev.posthaste.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** What holds for every index, whatever the message was. */
final class IndexChecks {

    private IndexChecks() {}

    static byte[] octets(String text) {
        return text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    static Indexed index(String text) {
        return MimeIndexer.index(octets(text));
    }

    /** The octets of a span as text. */
    static String text(byte[] message, Span span) {
        return new String(message, (int) span.offset(), (int) span.length(), StandardCharsets.UTF_8);
    }

    static Indexed inPieces(byte[] message, int size) {
        MimeIndexer indexer = new MimeIndexer();
        for (int at = 0; at < message.length; at += size) {
            indexer.feed(message, at, Math.min(size, message.length - at));
        }
        return indexer.finish();
    }

    static Indexed inPieces(byte[] message, RandomGenerator random) {
        MimeIndexer indexer = new MimeIndexer();
        int at = 0;
        while (at < message.length) {
            int size = Math.min(message.length - at, random.nextInt(1, 60));
            indexer.feed(message, at, size);
            at += size;
        }
        return indexer.finish();
    }

    /** Places are in bounds and nested, the text is within its limits, and the index survives being stored. */
    static void check(byte[] message, Indexed indexed) {
        MimeIndex index = indexed.index();
        assertThat(index.root().header().offset()).isZero();
        assertThat(index.root().body().end()).isEqualTo(message.length);
        checkInside(index.root(), new Span(0, message.length));
        assertThat(indexed.preview().length()).isLessThanOrEqualTo(MimeIndexer.MAX_PREVIEW);
        assertThat(indexed.searchText().length()).isLessThanOrEqualTo(MimeIndexer.MAX_SEARCH_TEXT);
        assertThat(indexed.searchText().indexOf('\0')).isNegative();
        assertThat(indexed.preview().indexOf('\0')).isNegative();
        try {
            assertThat(MimeIndex.decode(index.encode())).isEqualTo(index);
        } catch (IndexFormatException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static void checkInside(Part part, Span around) {
        assertThat(part.header().offset()).isGreaterThanOrEqualTo(around.offset());
        assertThat(part.body().offset()).isEqualTo(part.header().end());
        assertThat(part.body().end()).isLessThanOrEqualTo(around.end());
        long from = part.body().offset();
        for (Part inner : part.parts()) {
            checkInside(inner, new Span(from, part.body().end() - from));
            from = inner.body().end();
        }
        part.message().ifPresent(message -> {
            assertThat(message.root().header().offset()).isEqualTo(part.body().offset());
            checkInside(message.root(), part.body());
        });
    }
}
