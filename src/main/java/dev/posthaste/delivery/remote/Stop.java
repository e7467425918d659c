package dev.posthaste.delivery.remote;

import dev.posthaste.smtp.client.Endpoint;
import dev.posthaste.smtp.client.Terms;

/** A place on the way of a delivery. */
sealed interface Stop {

    /** A host, of which no address is known yet. */
    record Host(String name, int port, Terms terms) implements Stop {}

    /** An address of a host. */
    record Address(Endpoint endpoint, Terms terms) implements Stop {}
}
