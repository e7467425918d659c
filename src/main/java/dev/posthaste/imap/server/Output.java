package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Dialect;
import dev.posthaste.imap.wire.ResponseWriter;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;

/** Responses on their way to the client: gathered into pieces, sent as fast as they are taken. */
final class Output {

    /** So much is gathered before it is sent. */
    static final int PIECE_OCTETS = 32 * 1024;

    private final Link link;
    private Dialect dialect = Dialect.REV1;
    private boolean open;
    private ResponseWriter writer = new ResponseWriter(dialect);

    Output(Link link) {
        this.link = link;
    }

    /** Speaks another protocol from the next response on. */
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

    /** A response is begun that is finished only later: if that fails, the client cannot make sense of what follows. */
    void open() {
        open = true;
    }

    /** It is finished. */
    void close() {
        open = false;
    }

    /** Whether the client waits for the rest of a response. */
    boolean isOpen() {
        return open;
    }

    /** To be awaited between two responses: sends if there is enough to send. */
    Uni<Void> flushIfFull() {
        return isFull() ? flush() : Uni.createFrom().voidItem();
    }

    /** Whether there is enough to send. */
    boolean isFull() {
        return writer.size() >= PIECE_OCTETS;
    }

    /** Sends what was written. */
    Uni<Void> flush() {
        return writer.size() == 0 ? Uni.createFrom().voidItem() : link.send(writer.take());
    }

    /** Sends octets as they are, behind what was written. */
    Uni<Void> send(byte[] octets) {
        return flush().chain(() -> link.send(ByteBuffer.wrap(octets)));
    }
}
