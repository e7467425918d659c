package dev.posthaste.imap.wire;

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

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretOctets secret && Arrays.equals(octets, secret.octets);
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
