package dev.posthaste.smtp.server;

import io.vertx.core.net.NetServerOptions;

/**
 * Where to listen, and for whom.
 *
 * @param port 0 for any that is free
 * @param options with a certificate, if TLS is to be had; with TLS on from the first octet for SUBMISSIONS
 */
public record Endpoint(Service service, String host, int port, NetServerOptions options) {

    /** Keeps its own copy of the options, and refuses SUBMISSIONS in clear text. */
    public Endpoint {
        options = new NetServerOptions(options);
        if (options.isSsl() != (service == Service.SUBMISSIONS)) {
            throw new IllegalArgumentException(service + " with TLS from the first octet: " + options.isSsl());
        }
    }

    StartTls startTls() {
        return options.getKeyCertOptions() == null ? StartTls.ABSENT : StartTls.OFFERED;
    }

    /** Whether a certificate is there to change to TLS with. */
    enum StartTls {
        /** EHLO says STARTTLS as long as the channel is in clear text. */
        OFFERED,
        /** There is no certificate. */
        ABSENT
    }
}
