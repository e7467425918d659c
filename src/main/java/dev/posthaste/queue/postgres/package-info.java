/**
 * The queue in the tables {@code email}, {@code recipient} and {@code attempt}. Only {@code app} makes one.
 *
 * <p>Way in: {@link dev.posthaste.queue.postgres.PostgresQueueStore}.
 */
@NullMarked
package dev.posthaste.queue.postgres;

import org.jspecify.annotations.NullMarked;
