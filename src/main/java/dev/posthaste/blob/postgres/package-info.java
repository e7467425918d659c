/** Blobs in PostgreSQL: small ones in their row, large ones in chunks. Only {@code app} wires it. */
@NullMarked
package dev.posthaste.blob.postgres;

import org.jspecify.annotations.NullMarked;
