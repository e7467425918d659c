package dev.posthaste.mime;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** Invariants of every index. */
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

    /** Cheap enough for a hundred thousand cases. */
    static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("must hold: " + what);
        }
    }

    /**
     * Positions are in bounds and nested, the text is within its limits, and the index survives encoding and decoding.
     */
    static void check(byte[] message, Indexed indexed) {
        MimeIndex index = indexed.index();
        require(index.root().header().offset() == 0, "the message begins at 0");
        require(index.root().body().end() == message.length, "the message ends where it ends");
        checkInside(index.root(), new Span(0, message.length));
        require(indexed.preview().length() <= MimeIndexer.MAX_PREVIEW, "a short preview");
        require(indexed.searchText().length() <= MimeIndexer.MAX_SEARCH_TEXT, "a short search text");
        require(indexed.searchText().indexOf('\0') < 0 && indexed.preview().indexOf('\0') < 0, "no NUL");
        try {
            require(MimeIndex.decode(index.encode()).equals(index), "stored and read again it is equal");
        } catch (IndexFormatException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static void checkInside(Part part, Span around) {
        require(part.header().offset() >= around.offset(), "a header within its surroundings");
        require(part.body().offset() == part.header().end(), "a body behind its header");
        require(part.body().end() <= around.end(), "a body within its surroundings");
        require(part.lines() <= part.body().length(), "a line has an octet");
        long from = part.body().offset();
        for (Part inner : part.parts()) {
            checkInside(inner, new Span(from, part.body().end() - from));
            from = inner.body().end();
        }
        part.message().ifPresent(message -> {
            require(message.root().header().offset() == part.body().offset(), "a message begins its body");
            checkInside(message.root(), part.body());
        });
    }
}
