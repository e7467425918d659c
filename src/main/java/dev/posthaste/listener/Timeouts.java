package dev.posthaste.listener;

import java.time.Duration;

/**
 * Time limits of a connection that are the same in every state of its protocol; how long a client may be silent depends on
 * the state, and is {@link ConnectionHandler#idleLimit}.
 *
 * @param handshake for the TLS handshake after STARTTLS or STLS; Vert.x has 10 s of its own besides
 * @param stall how long a client may leave the send buffer full, and how long it may take to read the last reply, before the
 *     connection is cut
 */
public record Timeouts(Duration handshake, Duration stall) {

    /** What Vert.x, too, allows for a handshake. */
    public static final Duration HANDSHAKE = Duration.ofSeconds(10);

    /** Limits with the usual time for a handshake. */
    public static Timeouts withStall(Duration stall) {
        return new Timeouts(HANDSHAKE, stall);
    }
}
