package dev.posthaste.pop3.server;

import dev.posthaste.listener.Protection;
import java.time.Duration;

/** A port: where it listens, what it demands, how much it bears. */
public record Pop3Settings(String host, int port, Protection protection, Limits limits) {

    /**
     * How much a port bears.
     *
     * @param connections open at a time
     * @param connectionsPerAddress of these from one IP address
     * @param idle how long a client may send nothing, or leave unread what is sent to it; RFC 1939 section 3: 10 minutes or
     *     more
     * @param failureDelay how long an answer to wrong credentials takes
     * @param eventLoops threads that share the connections
     */
    public record Limits(
            int connections, int connectionsPerAddress, Duration idle, Duration failureDelay, int eventLoops) {

        /** Enough for one server of many accounts; an office behind one address stays below the second number. */
        public static final Limits DEFAULT = new Limits(
                10_000,
                100,
                Duration.ofMinutes(10),
                Duration.ofSeconds(2),
                Runtime.getRuntime().availableProcessors());
    }
}
