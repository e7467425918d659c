/**
 * The door's ledger in PostgreSQL: one statement writes a whole group. It is the one place where rows of several rooms
 * (blob, mailbox, queue) are born together, because their being born together is what the door promises. Only {@code
 * app} wires it.
 */
@NullMarked
package dev.posthaste.intake.postgres;

import org.jspecify.annotations.NullMarked;
