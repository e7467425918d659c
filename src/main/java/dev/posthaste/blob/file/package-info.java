/**
 * The chunks of large blobs as files: one a blob, below a folder that every node sees. Way in: {@link
 * dev.posthaste.blob.file.FileChunks}. Only {@code app} wires it.
 */
@NullMarked
package dev.posthaste.blob.file;

import org.jspecify.annotations.NullMarked;
