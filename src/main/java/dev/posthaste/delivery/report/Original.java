package dev.posthaste.delivery.report;

import dev.posthaste.queue.Item;
import io.smallrye.mutiny.Uni;

/** Reads the undeliverable message. */
@FunctionalInterface
public interface Original {

    /** Returns the first octets of the message as it was sent, at most {@code octets}, fewer if it is shorter. */
    Uni<byte[]> beginning(Item item, int octets);
}
