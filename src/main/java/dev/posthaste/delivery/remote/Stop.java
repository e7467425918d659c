package dev.posthaste.delivery.remote;

import dev.posthaste.smtp.client.Endpoint;
import dev.posthaste.smtp.client.Terms;

/** The next hop of a delivery. */
sealed interface Stop {

    /** A host whose addresses are not known yet. */
    record Host(String name, int port, Terms terms) implements Stop {}

    /** An address of a host. */
    record Address(Endpoint endpoint, Terms terms) implements Stop {}
}
