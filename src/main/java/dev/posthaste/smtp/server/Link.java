package dev.posthaste.smtp.server;

import dev.posthaste.listener.Channel;

/**
 * What is known of a connection whatever the client says.
 *
 * @param peer the client's IP address
 */
record Link(String peer, Channel channel, Tally tally) {

    Link over(Channel other) {
        return new Link(peer, other, tally);
    }

    Link with(Tally other) {
        return new Link(peer, channel, other);
    }
}
