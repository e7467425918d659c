package dev.posthaste.imap.server;

import io.smallrye.mutiny.Uni;

/** How far writing something has come. Most of what is written is in memory, and needs nobody to wait for it. */
sealed interface Written {

    /** All of it is written. */
    record Now() implements Written {}

    /** The rest is written when this is done. */
    record Later(Uni<Void> rest) implements Written {}

    /** All of it is written. */
    Written NOW = new Now();
}
