package dev.posthaste.listener;

/**
 * Where to listen.
 *
 * @param port 0 for any that is free
 * @param eventLoops how many share the connections
 */
public record Endpoint(String host, int port, Encryption encryption, int eventLoops) {

    /** Somebody must serve it. */
    public Endpoint {
        if (eventLoops < 1) {
            throw new IllegalArgumentException("a port on " + eventLoops + " event loops");
        }
    }
}
