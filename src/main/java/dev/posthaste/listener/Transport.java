package dev.posthaste.listener;

import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * What a {@link ConnectionHandler} may do with its connection. All methods but {@link #wake} and {@link #abort} are called
 * on the event loop of the connection, or within what an {@link Progress.Await} waits for.
 */
public interface Transport {

    /** The client's IP address. */
    String peer();

    /** The session of TLS, with its version and cipher; empty in clear text. */
    Optional<SSLSession> tls();

    /** Whether octets have come that the handler has not been given, or has not used up. */
    boolean hasUnread();

    /**
     * Sends octets at the end of the step, or of the batch of steps that can be taken without waiting. The array must not
     * change afterwards. A client that does not read is noticed before the next step, so that a step should write some
     * kilobytes at the most; more is for {@link #send}.
     */
    void write(byte[] octets);

    /**
     * Sends octets, which must not change afterwards, behind what was written; done when the connection takes more. Fails
     * with an {@link java.io.IOException} when it is closed.
     */
    Uni<Void> send(ByteBuffer octets);

    /**
     * Sends what was written, and goes on in TLS when the client has agreed. Fails, and the connection is cut, if it does
     * not, or if anything comes in clear text before it has: that may be anybody's (RFC 3207 section 6, CVE-2011-0411).
     */
    Uni<Void> startTls();

    /** Done after {@code time}; fails when the connection is closed before. */
    Uni<Void> pause(Duration time);

    /** Asks that {@link ConnectionHandler#wake} is called between two steps. On any thread. */
    void wake();

    /** Closes at once; what is unsent is lost. On any thread. */
    void abort();
}
