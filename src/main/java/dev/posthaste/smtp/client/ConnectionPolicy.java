package dev.posthaste.smtp.client;

import dev.posthaste.id.Secret;
import dev.posthaste.tls.TlsLevel;

/** Requirements for a connection: its TLS level and the login to use. */
public record ConnectionPolicy(TlsLevel tls, Login login) {

    /** For any host on the Internet: opportunistic TLS, no login. */
    public static final ConnectionPolicy OPEN = new ConnectionPolicy(TlsLevel.OPPORTUNISTIC, new Login.Anonymous());

    /** How to log in. */
    public sealed interface Login {

        /** No login. */
        record Anonymous() implements Login {}

        /**
         * A user of a smart host. The password is sent only over TLS or to the loopback interface, and over the network
         * only to a verified host.
         */
        record Password(String user, Secret password) implements Login {}
    }
}
