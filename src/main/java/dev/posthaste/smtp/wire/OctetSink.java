package dev.posthaste.smtp.wire;

/** Consumes ranges of octets in order. The array belongs to the caller and may change after the call. */
@FunctionalInterface
public interface OctetSink {

    /** Consumes {@code octets[from..to)}; never called with an empty range. */
    void accept(byte[] octets, int from, int to);
}
