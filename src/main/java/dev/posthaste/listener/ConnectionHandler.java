package dev.posthaste.listener;

import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * What a protocol does on one connection: it is given octets, and says how to go on. Its methods are called on the
 * event loop of the connection, one at a time, and never while an {@link Progress.Await} is waited for.
 */
public interface ConnectionHandler {

    /** The client is connected; on a port with TLS from the first octet, after the handshake. */
    Progress open();

    /**
     * Takes a step: uses as much of {@code octets} as it likes. Called again with the rest, which may be empty, as long as
     * it gives {@link Progress#NEXT}; {@link Progress#READ} says that all is used up. The octets do not change afterwards.
     */
    Progress read(ByteBuffer octets);

    /** How long the client may send nothing from now on. Asked whenever the connection begins to wait for octets. */
    Duration idleLimit();

    /** The client has sent nothing for longer than that. */
    Progress timedOut();

    /**
     * The server stops. Asked before every step until the session can end without loss; {@link Progress#NEXT} says that it
     * cannot yet.
     */
    Progress stop();

    /** {@link Transport#wake} was called. */
    default Progress wake() {
        return Progress.NEXT;
    }

    /** Another method has thrown, which was logged. There is no step after this one. */
    default Progress failed() {
        return Progress.ABORT;
    }

    /** The connection is gone and nothing is waited for: gives back what the session holds. Called once, and last. */
    Uni<Void> closed();
}
