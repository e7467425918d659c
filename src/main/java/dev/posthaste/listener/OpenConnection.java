package dev.posthaste.listener;

import io.vertx.core.Future;

/** A connection that was let in. */
public interface OpenConnection {

    /** Greets and serves, on the socket's event loop; completes, and never fails, when nothing is left to be done for it. */
    Future<Void> run();

    /** Ends the session as soon as what it is at is done. From any thread. */
    void finish();
}
