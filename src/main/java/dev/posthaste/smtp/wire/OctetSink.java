package dev.posthaste.smtp.wire;

/** Takes ranges of octets, in order. The array belongs to the caller and may change after the call. */
@FunctionalInterface
public interface OctetSink {

    /** Takes {@code octets[from..to)}; never called with an empty range. */
    void accept(byte[] octets, int from, int to);
}
