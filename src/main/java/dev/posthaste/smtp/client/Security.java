package dev.posthaste.smtp.client;

/** The transport security of a connection. */
public sealed interface Security {

    /** None. */
    record Plaintext() implements Security {}

    /** TLS. */
    record Tls(String version, String cipher) implements Security {}
}
