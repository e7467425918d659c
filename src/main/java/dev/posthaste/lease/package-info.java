/**
 * Leases for work that one process of the cluster does at a time: sweeps, renewals. By name, of which there are a few, with a
 * holder and an end by the clock of the store.
 *
 * <p>Way in: {@link dev.posthaste.lease.Lease}, over a {@link dev.posthaste.lease.LeaseStore}. Leases of a single row, of which
 * there are as many as the mail makes, stay columns of that row: a recipient that is being delivered, an idempotency key whose
 * call is under way, a maildrop that a POP3 session has.
 */
@NullMarked
package dev.posthaste.lease;

import org.jspecify.annotations.NullMarked;
