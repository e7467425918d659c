package dev.posthaste.delivery.report;

import dev.posthaste.queue.Item;
import io.smallrye.mutiny.Uni;

/** The bytes of what was to be delivered. */
@FunctionalInterface
public interface Original {

    /** The first octets of the message as it was sent, at most so many, fewer where it ends. */
    Uni<byte[]> beginning(Item item, int octets);
}
