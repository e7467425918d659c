package dev.posthaste.smtp.client;

import java.net.InetAddress;

/**
 * The address of a host.
 *
 * @param name the name for reports, and for TLS if it is a host name
 * @param port 1 to 65535
 */
public record Endpoint(String name, InetAddress address, int port) {

    /** @throws IllegalArgumentException if the port is out of range */
    public Endpoint {
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /** For logs: {@code mx.example.org[192.0.2.1]:25}. */
    @Override
    public String toString() {
        return name + "[" + address.getHostAddress() + "]:" + port;
    }
}
