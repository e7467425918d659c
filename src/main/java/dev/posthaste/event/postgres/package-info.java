/**
 * The outbox in PostgreSQL. {@link dev.posthaste.event.postgres.PostgresEventLog} reads it, {@link
 * dev.posthaste.event.postgres.EventPartitions} keeps its size within its limits, and {@link
 * dev.posthaste.event.postgres.OutboxSql} and {@link dev.posthaste.event.postgres.Outbox} are what other packages write it
 * with, in their own transactions.
 */
@NullMarked
package dev.posthaste.event.postgres;

import org.jspecify.annotations.NullMarked;
