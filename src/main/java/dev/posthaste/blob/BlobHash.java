package dev.posthaste.blob;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The SHA-256 of a blob's bytes. */
public record BlobHash(long a, long b, long c, long d) {

    /** Octets of the digest. */
    public static final int OCTETS = 32;

    /** From a digest's 32 octets. */
    public static BlobHash of(byte[] digest) {
        if (digest.length != OCTETS) {
            throw new IllegalArgumentException(digest.length + " octets are no SHA-256");
        }
        ByteBuffer octets = ByteBuffer.wrap(digest);
        return new BlobHash(octets.getLong(), octets.getLong(), octets.getLong(), octets.getLong());
    }

    /** The digest's 32 octets. */
    public byte[] octets() {
        return ByteBuffer.allocate(OCTETS)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(octets());
    }
}
