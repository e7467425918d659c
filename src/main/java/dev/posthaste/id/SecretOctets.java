package dev.posthaste.id;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/** Octets of a password or a SASL response that cannot be printed. {@link #use} is the only access to them. */
public final class SecretOctets {

    private final byte[] octets;

    /** Wraps a copy of {@code octets}. */
    public SecretOctets(byte[] octets) {
        this.octets = octets.clone();
    }

    /** Passes a copy of the octets to {@code work}. */
    public <T> T use(Function<byte[], T> work) {
        return work.apply(octets.clone());
    }

    /** Compares in constant time with respect to where the octets differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretOctets secret && MessageDigest.isEqual(octets, secret.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "***";
    }
}
