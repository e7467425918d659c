package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Partial;
import dev.posthaste.mailbox.Excerpt;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MessageBytes;
import dev.posthaste.mailbox.StoredMessage;
import dev.posthaste.mime.ContentDecoder;
import dev.posthaste.mime.IndexFormatException;
import dev.posthaste.mime.MimeIndex;
import dev.posthaste.mime.Span;
import dev.posthaste.mime.TransferEncoding;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes octets of one stored message. Octets that were read with the message are written at once; others are read on
 * demand, in one piece up to {@link #SMALL_OCTETS} and streamed beyond.
 */
final class MessageContent {

    /** Sections up to this size are read in one piece. */
    static final int SMALL_OCTETS = MailboxStore.WHOLE_MAX;

    private final MessageBytes bytes;
    private final Excerpt excerpt;
    private final StoredMessage message;
    private final Output out;

    MessageContent(MessageBytes bytes, Excerpt excerpt, Output out) {
        this.bytes = bytes;
        this.excerpt = excerpt;
        this.message = excerpt.message();
        this.out = out;
    }

    /** The structure of the whole message, its trace fields included. */
    static MimeIndex index(StoredMessage message) {
        try {
            return MimeIndex.decode(message.index()).shiftedBy(message.prefix().length);
        } catch (IndexFormatException damaged) {
            throw new IllegalStateException("index of message " + message.id(), damaged);
        }
    }

    /** Octets that {@code partial} leaves of {@code length} octets at {@code offset}. */
    static Span part(Span whole, Partial partial) {
        return switch (partial) {
            case Partial.Whole() -> whole;
            case Partial.Range(long offset, long count) -> {
                long skipped = Math.min(offset, whole.length());
                yield new Span(whole.offset() + skipped, Math.min(count, whole.length() - skipped));
            }
        };
    }

    /** Whether these octets are in memory. */
    boolean isHere(Span span) {
        return span.end() <= excerpt.known();
    }

    /** A copy of octets that {@linkplain #isHere are here}. */
    byte[] octets(Span span) {
        byte[] octets = new byte[Math.toIntExact(span.length())];
        int fromPrefix = inPrefix(span);
        if (fromPrefix > 0) {
            System.arraycopy(message.prefix(), (int) span.offset(), octets, 0, fromPrefix);
        }
        System.arraycopy(excerpt.beginning(), inBeginning(span), octets, fromPrefix, octets.length - fromPrefix);
        return octets;
    }

    private int inPrefix(Span span) {
        return (int) Math.max(0, Math.min(span.end(), message.prefix().length) - span.offset());
    }

    private int inBeginning(Span span) {
        return (int) Math.max(0, span.offset() - message.prefix().length);
    }

    /** Reads octets into memory; for headers, which the door keeps within limits, and what is small. */
    Uni<byte[]> read(Span span) {
        if (isHere(span)) {
            return Uni.createFrom().item(octets(span));
        }
        int length = Math.toIntExact(span.length());
        return bytes.read(message, span.offset(), length).invoke(octets -> require(octets.length, span));
    }

    private Multi<byte[]> stream(Span span) {
        return isHere(span) ? read(span).toMulti() : bytes.stream(message, span.offset(), span.length());
    }

    // A client waits for every octet that a literal announces.
    private void require(long octets, Span span) {
        if (octets != span.length()) {
            throw new IllegalStateException(octets + " octets of " + span + " in message " + message.id());
        }
    }

    /** Writes octets as a string. */
    Written write(Span span, Announced announced) {
        if (isHere(span)) {
            writeHere(span, announced);
            return Written.NOW;
        }
        if (span.length() <= SMALL_OCTETS) {
            return new Written.Later(
                    read(span).invoke(octets -> write(octets, announced)).replaceWithVoid());
        }
        announce(span.length(), announced);
        return new Written.Later(out.flush()
                .chain(() -> stream(span)
                        .onItem()
                        .transformToUniAndConcatenate(octets -> out.send(octets).replaceWith((long) octets.length))
                        .collect()
                        .with(Collectors.summingLong(Long::longValue)))
                .invoke(sent -> require(sent, span))
                .replaceWithVoid());
    }

    private void writeHere(Span span, Announced announced) {
        if (span.length() == 0) {
            out.writer().raw("\"\"");
            return;
        }
        announce(span.length(), announced);
        int fromPrefix = inPrefix(span);
        if (fromPrefix > 0) {
            out.writer().append(message.prefix(), (int) span.offset(), fromPrefix);
        }
        out.writer().append(excerpt.beginning(), inBeginning(span), (int) span.length() - fromPrefix);
    }

    /** Writes octets as a string. */
    void write(byte[] octets, Announced announced) {
        if (octets.length == 0) {
            out.writer().raw("\"\"");
            return;
        }
        announce(octets.length, announced);
        out.writer().append(octets);
    }

    private void announce(long length, Announced announced) {
        switch (announced) {
            case LITERAL -> out.writer().literalHead(length);
            case LITERAL8 -> out.writer().binaryHead(length);
        }
    }

    /** The form of a literal. */
    enum Announced {
        /** Without NUL. */
        LITERAL,
        /** They may hold NUL. */
        LITERAL8
    }

    /** The size and form of decoded content. */
    record Measure(long octets, Announced announced) {
        private Measure and(byte[] decoded) {
            boolean nul = announced == Announced.LITERAL8;
            for (int i = 0; i < decoded.length && !nul; i++) {
                nul = decoded[i] == 0;
            }
            return new Measure(octets + decoded.length, nul ? Announced.LITERAL8 : Announced.LITERAL);
        }
    }

    /** Measures a body without its transfer encoding. Reads all of it in constant memory. */
    Uni<Measure> measure(Span body, TransferEncoding encoding) {
        return decoded(body, encoding)
                .onItem()
                .scan(() -> new Measure(0, Announced.LITERAL), Measure::and)
                .collect()
                .last();
    }

    /** Writes a body without its transfer encoding. */
    Uni<Void> writeDecoded(Span body, TransferEncoding encoding, Partial partial) {
        return measure(body, encoding).flatMap(measure -> {
            Span window = part(new Span(0, measure.octets()), partial);
            if (window.length() == 0) {
                out.writer().raw("\"\"");
                return Uni.createFrom().voidItem();
            }
            announce(window.length(), measure.announced());
            return out.flush().chain(() -> sendWindow(body, encoding, window));
        });
    }

    private Uni<Void> sendWindow(Span body, TransferEncoding encoding, Span window) {
        Cut cut = new Cut(window);
        return decoded(body, encoding)
                .map(cut::next)
                .select()
                .where(piece -> piece.length > 0)
                .onItem()
                .transformToUniAndConcatenate(out::send)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Multi<byte[]> decoded(Span body, TransferEncoding encoding) {
        return Multi.createFrom().deferred(() -> {
            ContentDecoder decoder = ContentDecoder.of(encoding);
            Multi<byte[]> pieces = stream(body).map(piece -> decoder.decode(piece, 0, piece.length));
            return Multi.createBy()
                    .concatenating()
                    .streams(pieces, Multi.createFrom().items(() -> Stream.of(decoder.finish())));
        });
    }

    /** Cuts a window out of octets that pass by. */
    private static final class Cut {

        private final Span window;
        private long passed;

        Cut(Span window) {
            this.window = window;
        }

        byte[] next(byte[] piece) {
            long from = Math.max(window.offset(), passed) - passed;
            long to = Math.min(window.end(), passed + piece.length) - passed;
            passed += piece.length;
            return from < to ? Arrays.copyOfRange(piece, (int) from, (int) to) : new byte[0];
        }
    }
}
