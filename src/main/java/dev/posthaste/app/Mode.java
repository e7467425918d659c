package dev.posthaste.app;

/** Whether the server runs for development or in production. */
public enum Mode {
    /** On a developer's machine: no mail leaves, domains need no proof in the DNS, certificates are self-signed. */
    LOCAL,
    /** On the Internet. */
    PRODUCTION
}
