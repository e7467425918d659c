package dev.posthaste.queue;

/** The host that an attempt reached. */
public sealed interface Contact {

    /** None. */
    record None() implements Contact {}

    /**
     * A host.
     *
     * @param host its name and port
     * @param security of the connection at its end
     */
    record Host(String host, Security security) implements Contact {}

    /** How a connection was secured. */
    sealed interface Security {

        /** Not at all. */
        record Plaintext() implements Security {}

        /** By TLS of this version, such as {@code TLSv1.3}. */
        record Tls(String version) implements Security {}
    }
}
