package dev.posthaste.listener;

import io.vertx.core.Context;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/** What is spoken on a port. Called on whichever event loop has the connection. */
public interface Protocol {

    /** Takes a connection; {@code loop} is its event loop. */
    OpenConnection connect(NetSocket socket, Context loop);

    /** The last words to a client that is not served. */
    byte[] refusal(Refusal why);

    /**
     * How long nothing may move in either direction before a connection is closed without a word; zero if the protocol has
     * something to say then, and watches by itself.
     */
    Duration idleTimeout();
}
