package dev.posthaste.id;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The parts into which the queue is divided, numbered from 0: what lies in one bucket lies on one database node. */
public final class Buckets {

    /** How many there are: a power of two, much more than a cluster has shards. */
    public static final int COUNT = 1024;

    private Buckets() {}

    /** The bucket of an idempotency key, and so of the email that is sent with it. */
    public static int of(TenantId tenant, String scope, String key) {
        byte[] scoped = (scope + '\0' + key).getBytes(StandardCharsets.UTF_8);
        ByteBuffer octets = ByteBuffer.allocate(2 * Long.BYTES + scoped.length)
                .putLong(tenant.value().getMostSignificantBits())
                .putLong(tenant.value().getLeastSignificantBits())
                .put(scoped);
        return ByteBuffer.wrap(sha256(octets.array())).getInt() & (COUNT - 1);
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
