package dev.posthaste.app;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host, as a name or an address, and a port of it. */
public record HostPort(String host, int port) {

    /**
     * <pre>
     * host-port = host [":" port]
     * host      = name / IPv4 address / "[" IPv6 address "]"
     * </pre>
     */
    private static final Pattern GRAMMAR =
            Pattern.compile("(?:\\[(?<six>[0-9A-Fa-f:.]+)]|(?<name>[\\w.-]+))(?::(?<port>\\d{1,5}))?");

    static final int MAX_PORT = 65535;

    static HostPort parse(String text, int defaultPort) {
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not host:port");
        }
        String host = matcher.group("six") == null ? matcher.group("name") : matcher.group("six");
        String port = matcher.group("port");
        return new HostPort(host, port == null ? defaultPort : port(port));
    }

    static int port(String text) {
        if (ServiceLinks.isAddress(text)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a port, but what Kubernetes sets for a Service of that"
                            + " name; set enableServiceLinks: false in the pod's spec");
        }
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > MAX_PORT) {
            throw new IllegalArgumentException("'" + text + "' is not a port; ports are 0 (any free one) to 65535");
        }
        return Integer.parseInt(text);
    }
}
