package dev.posthaste.imap.server;

import dev.posthaste.listener.Protection;
import java.time.Duration;

/** A port: where it listens, what it demands, how much it bears. */
public record ImapSettings(String host, int port, Protection protection, Limits limits) {

    /**
     * How much a port bears.
     *
     * @param connections open at a time
     * @param connectionsPerAddress of these from one IP address
     * @param silence how long a client may say nothing; RFC 9051 section 5.4: 30 minutes or more after login
     * @param strangersSilence the same before login
     * @param stall how long a client may leave unread what is sent to it
     * @param eventLoops threads that share the connections
     */
    public record Limits(
            int connections,
            int connectionsPerAddress,
            Duration silence,
            Duration strangersSilence,
            Duration stall,
            int eventLoops) {

        /** Enough for one server of many accounts; an office behind one address stays below the second number. */
        public static final Limits DEFAULT = new Limits(
                20_000,
                500,
                Duration.ofMinutes(31),
                Duration.ofMinutes(2),
                Duration.ofMinutes(5),
                Runtime.getRuntime().availableProcessors());
    }
}
