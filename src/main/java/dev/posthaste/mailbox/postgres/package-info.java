/**
 * Folders and messages in PostgreSQL (version 16 or later). Only {@code app} wires it.
 *
 * <p>Way in: {@link dev.posthaste.mailbox.postgres.PostgresFolderStore} and {@link
 * dev.posthaste.mailbox.postgres.PostgresMailboxStore}.
 *
 * <p>Rows are locked in one order: the mailbox (one row an account), folders, messages, blobs by tenant and hash.
 * Whatever changes folders or messages takes the mailbox row in a statement of its own ({@link
 * dev.posthaste.mailbox.postgres.LockedChange}), so that all that follows sees what the one before it committed:
 * MODSEQs and UIDs are given out in the order of the commits, and a quota that holds in the statement holds in the
 * commit. What only reads takes no lock: one statement sees one moment.
 */
@NullMarked
package dev.posthaste.mailbox.postgres;

import org.jspecify.annotations.NullMarked;
