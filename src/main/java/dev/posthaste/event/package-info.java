/**
 * The outbox: what happened to every email, message, folder, account, domain, certificate and key, in one ordered log per
 * database. A change of state and its event are written by one transaction, so that neither exists without the other.
 *
 * <p>Readers use {@link dev.posthaste.event.EventLog}, page by page, or {@link dev.posthaste.event.LiveEvents}, which waits
 * for what is new. Webhooks, event streams, statistics and IDLE on other nodes are readers. A reader that keeps the
 * position of the last event it has dealt with misses none and gets none twice.
 *
 * <p>Writers are the owners of the changed rows, in their {@code .postgres} packages.
 */
@NullMarked
package dev.posthaste.event;

import org.jspecify.annotations.NullMarked;
