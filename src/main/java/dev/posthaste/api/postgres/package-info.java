/**
 * The answers that are kept for whoever repeats a request, in the table {@code idempotency_key}.
 *
 * <p>Way in: {@link PostgresKeptAnswers}. Wired by {@code app}.
 */
@NullMarked
package dev.posthaste.api.postgres;

import org.jspecify.annotations.NullMarked;
