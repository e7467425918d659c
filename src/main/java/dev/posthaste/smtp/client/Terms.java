package dev.posthaste.smtp.client;

import dev.posthaste.id.Secret;
import dev.posthaste.tls.TlsLevel;

/** On which terms we speak to a host. */
public record Terms(TlsLevel tls, Login login) {

    /** With any host of the Internet. */
    public static final Terms OPEN = new Terms(TlsLevel.OPPORTUNISTIC, new Login.Anonymous());

    /** Whether the host wants to know us. */
    public sealed interface Login {

        /** It does not. */
        record Anonymous() implements Login {}

        /** A smart host's user; the password goes over TLS or the loopback only, and over the network only if verified. */
        record Password(String user, Secret password) implements Login {}
    }
}
