package dev.posthaste.smtp.server;

import dev.posthaste.intake.Origin;
import dev.posthaste.listener.Channel;

/**
 * What is known of a connection whatever the client says.
 *
 * @param peer the client's IP address
 * @param channel whether passwords are taken, and TLS can start
 * @param security version and cipher of TLS, for {@link Origin}
 */
record Link(String peer, Channel channel, Origin.Security security, Tally tally) {

    /** A connection whose client has not done anything wrong yet. */
    static Link of(String peer, Channel channel, Origin.Security security) {
        return new Link(peer, channel, security, Tally.CLEAN);
    }

    Link secured(Origin.Security by) {
        return new Link(peer, Channel.TLS, by, tally);
    }

    Link with(Tally other) {
        return new Link(peer, channel, security, other);
    }
}
