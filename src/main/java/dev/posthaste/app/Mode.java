package dev.posthaste.app;

/** What the server is run for. */
public enum Mode {
    /** On a developer's machine: no mail leaves, domains need no proof in the DNS, certificates are self-signed. */
    LOCAL,
    /** For everybody. */
    PRODUCTION
}
