/**
 * Folders and messages in PostgreSQL (version 16 or later). Only {@code app} wires it.
 *
 * <p>Way in: {@link dev.posthaste.mailbox.postgres.PostgresFolderStore}, {@link
 * dev.posthaste.mailbox.postgres.PostgresMailboxStore} and {@link dev.posthaste.mailbox.postgres.PostgresMaildropLock}.
 *
 * <p>Whatever changes a mailbox, its folders or messages holds the lock of the mailbox row (one an account), which it
 * takes in a statement of its own before ({@link dev.posthaste.mailbox.postgres.LockedChange}): all that follows sees what
 * the one before it committed, MODSEQs and UIDs are given out in the order of the commits, and a quota that holds in the
 * statement holds in the commit. Blobs, which accounts of a tenant share, are neither locked nor counted: what lets go of one
 * leaves a note for the sweep of {@code blob.postgres}. What only reads takes no lock: one statement sees one moment.
 */
@NullMarked
package dev.posthaste.mailbox.postgres;

import org.jspecify.annotations.NullMarked;
