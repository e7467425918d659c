package dev.posthaste.listener;

import dev.posthaste.certificate.ServerTls;
import io.vertx.core.net.NetServerOptions;

/** When a port speaks TLS. */
public sealed interface Encryption {

    /** Never: there is no certificate. */
    record Absent() implements Encryption {}

    /** After STARTTLS or STLS. */
    record OnRequest(ServerTls tls) implements Encryption {}

    /** From the first octet (RFC 8314 section 3). */
    record Implicit(ServerTls tls) implements Encryption {}

    /** The options of a port, with what TLS needs. */
    default NetServerOptions on(NetServerOptions port) {
        return switch (this) {
            case Absent() -> port;
            case OnRequest(ServerTls tls) -> tls.onRequest(port);
            case Implicit(ServerTls tls) -> tls.implicit(port);
        };
    }
}
