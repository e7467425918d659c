package dev.posthaste.delivery.remote;

import dev.posthaste.smtp.client.ConnectionPolicy;
import dev.posthaste.smtp.client.Endpoint;

/** The next hop of a delivery. */
sealed interface NextHop {

    /** A host whose addresses are not known yet. */
    record Host(String name, int port, ConnectionPolicy policy) implements NextHop {}

    /** An address of a host. */
    record Address(Endpoint endpoint, ConnectionPolicy policy) implements NextHop {}
}
