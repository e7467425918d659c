/**
 * Blobs in PostgreSQL: small ones in their row, large ones as chunks, which may lie elsewhere. The sweep asks the tables of
 * messages and emails whether they still refer to a blob. Only {@code app} wires it.
 */
@NullMarked
package dev.posthaste.blob.postgres;

import org.jspecify.annotations.NullMarked;
