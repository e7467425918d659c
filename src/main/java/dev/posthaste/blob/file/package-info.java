/**
 * The chunks of large blobs as files, one per blob, below a folder that every node mounts.
 *
 * <p>Entry point: {@link dev.posthaste.blob.file.FileChunks}. Only {@code app} uses it.
 */
@NullMarked
package dev.posthaste.blob.file;

import org.jspecify.annotations.NullMarked;
