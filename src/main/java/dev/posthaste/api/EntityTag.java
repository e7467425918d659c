package dev.posthaste.api;

import java.util.stream.Stream;

/**
 * Tells one state of a resource from another: strong, the same over REST and gRPC. A message's is made of its MODSEQ, which
 * the store compares in its own transaction; every other resource's is a digest of what is shown of it, an account's usage
 * and a folder's counts included.
 *
 * @param text in double quotes, as RFC 9110 section 8.8.3 has it
 */
public record EntityTag(String text) {

    /** A digest of what is shown of a resource. */
    public static EntityTag of(Object... parts) {
        return new EntityTag(
                '"' + Fingerprint.of(Stream.of(parts).map(String::valueOf).toList()) + '"');
    }

    @Override
    public String toString() {
        return text;
    }
}
