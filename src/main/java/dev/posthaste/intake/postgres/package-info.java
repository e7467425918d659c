/**
 * The ledger in PostgreSQL: one statement writes a whole group. It is the one place where rows of several packages (blob,
 * mailbox, queue) are inserted together, because acceptance promises all of them or none. It owns the table {@code
 * idempotency_key}. Only {@code app} wires it.
 */
@NullMarked
package dev.posthaste.intake.postgres;

import org.jspecify.annotations.NullMarked;
