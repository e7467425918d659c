/**
 * Where message bytes lie: immutable, named by their SHA-256, stored once per content and tenant, streamed in and out.
 *
 * <p>Way in: {@link BlobStore}. A blob begins as a {@link BlobUpload}; small ones stay in memory until the door writes
 * them in its transaction, large ones flow in chunks to a {@link ChunkStore} as they arrive: rows, files or objects. Read
 * by the door, the mailbox, the queue and the protocol servers.
 */
@NullMarked
package dev.posthaste.blob;

import org.jspecify.annotations.NullMarked;
