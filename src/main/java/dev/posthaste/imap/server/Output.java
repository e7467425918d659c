package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Dialect;
import dev.posthaste.imap.wire.ResponseWriter;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;

/** Buffers responses and sends them in pieces, as fast as the client reads. */
final class Output {

    /** Octets that are buffered before they are sent. */
    static final int PIECE_OCTETS = 32 * 1024;

    private final Link link;
    private Dialect dialect = Dialect.REV1;
    private boolean open;
    private ResponseWriter writer = new ResponseWriter(dialect);

    Output(Link link) {
        this.link = link;
    }

    /** Changes the dialect of the responses that follow. */
    void speak(Dialect other) {
        if (other == dialect) {
            return;
        }
        ResponseWriter next = new ResponseWriter(other);
        next.append(writer.take());
        writer = next;
        dialect = other;
    }

    /** Where responses are written. */
    ResponseWriter writer() {
        return writer;
    }

    /** Begins a response that is completed later. If that fails, the rest of the stream is unreadable for the client. */
    void open() {
        open = true;
    }

    /** Completes the response. */
    void close() {
        open = false;
    }

    /** Whether a response is incomplete. */
    boolean isOpen() {
        return open;
    }

    /** Sends the buffer if it is full; await it between two responses. */
    Uni<Void> flushIfFull() {
        return isFull() ? flush() : Uni.createFrom().voidItem();
    }

    /** Whether the buffer should be sent. */
    boolean isFull() {
        return writer.size() >= PIECE_OCTETS;
    }

    /** Sends the buffer. */
    Uni<Void> flush() {
        return writer.size() == 0 ? Uni.createFrom().voidItem() : link.send(writer.take());
    }

    /** Sends octets unchanged, after the buffer. */
    Uni<Void> send(byte[] octets) {
        return flush().chain(() -> link.send(ByteBuffer.wrap(octets)));
    }
}
