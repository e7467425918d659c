/**
 * The chunks of large blobs as objects in a bucket of whatever speaks S3. Way in: {@link dev.posthaste.blob.s3.S3Chunks}.
 * Only {@code app} wires it, and only if a bucket is asked for: the client costs time and memory.
 */
@NullMarked
package dev.posthaste.blob.s3;

import org.jspecify.annotations.NullMarked;
