package dev.posthaste.id;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/** Octets of a password or of a SASL response: they leave by {@link #use} alone, and cannot be printed. */
public final class SecretOctets {

    private final byte[] octets;

    /** Keeps a copy. */
    public SecretOctets(byte[] octets) {
        this.octets = octets.clone();
    }

    /** Lets {@code work} see the octets. */
    public <T> T use(Function<byte[], T> work) {
        return work.apply(octets.clone());
    }

    /** Compares in a time that does not depend on where the octets differ. */
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
