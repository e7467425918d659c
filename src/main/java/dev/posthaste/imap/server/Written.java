package dev.posthaste.imap.server;

import io.smallrye.mutiny.Uni;

/** Whether a write is complete. Most octets are in memory, so that most writes complete at once. */
sealed interface Written {

    /** All of it is written. */
    record Now() implements Written {}

    /** The rest is written when this is done. */
    record Later(Uni<Void> rest) implements Written {}

    /** All of it is written. */
    Written NOW = new Now();
}
