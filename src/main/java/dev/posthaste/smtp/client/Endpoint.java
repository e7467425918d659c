package dev.posthaste.smtp.client;

import java.net.InetAddress;

/**
 * Where a host listens.
 *
 * @param name what it is called in reports, and in TLS if it is a name
 */
public record Endpoint(String name, InetAddress address, int port) {

    /** A port from 1 to 65535. */
    public Endpoint {
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /** {@code mx.example.org[192.0.2.1]:25}. */
    @Override
    public String toString() {
        return name + "[" + address.getHostAddress() + "]:" + port;
    }
}
