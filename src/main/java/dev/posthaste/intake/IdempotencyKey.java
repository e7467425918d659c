package dev.posthaste.intake;

import dev.posthaste.id.Buckets;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;

/**
 * A client's promise that two requests are one.
 *
 * @param scope the operation, the same over REST and gRPC: {@code emails:send}
 * @param key what the client sent, at most 255 characters
 * @param fingerprint a digest of the request: the same key with another fingerprint is an error
 */
public record IdempotencyKey(String scope, String key, byte[] fingerprint) {

    /** As the draft of the Idempotency-Key header field suggests. */
    public static final int MAX_LENGTH = 255;

    /** The key must have 1 to {@link #MAX_LENGTH} characters. */
    public IdempotencyKey {
        if (key.isEmpty() || key.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an idempotency key has 1 to " + MAX_LENGTH + " characters");
        }
    }

    /** The bucket of its row, and of the email that is sent with it: see {@link EmailId#inBucket}. */
    public int bucket(TenantId tenant) {
        return Buckets.of(tenant, scope, key);
    }
}
