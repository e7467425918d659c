package dev.posthaste.smtp.client;

/** How a connection is secured. */
public sealed interface Security {

    /** Not at all. */
    record Plaintext() implements Security {}

    /** By TLS. */
    record Tls(String version, String cipher) implements Security {}
}
