/** Leases in PostgreSQL. Only {@code app} wires it. */
@NullMarked
package dev.posthaste.lease.postgres;

import org.jspecify.annotations.NullMarked;
