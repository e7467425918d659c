/**
 * The chunks of large blobs as objects in a bucket of any S3-compatible service.
 *
 * <p>Entry point: {@link dev.posthaste.blob.s3.S3Chunks}. Only {@code app} uses it, and only if a bucket is configured,
 * since the client costs time and memory.
 */
@NullMarked
package dev.posthaste.blob.s3;

import org.jspecify.annotations.NullMarked;
