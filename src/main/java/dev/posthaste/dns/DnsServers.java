package dev.posthaste.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.ResolverConfig;

/** The recursive resolvers to query, in order of preference. */
public record DnsServers(List<InetSocketAddress> addresses) {

    /** RFC 1035 section 4.2.1. */
    static final int DEFAULT_PORT = 53;

    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException if there is no server */
    public DnsServers {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no DNS server");
        }
    }

    /** The servers configured in the operating system. */
    public static DnsServers ofSystem() {
        return new DnsServers(ResolverConfig.getCurrentConfig().servers());
    }

    /**
     * Parses the operator's setting. May look up a host name, so call it only at start.
     *
     * <pre>
     * servers = server *("," server)
     * server  = host [":" port]          ; an IPv6 address in brackets
     * </pre>
     *
     * @throws IllegalArgumentException if it is malformed; the message is for the operator
     */
    public static DnsServers parse(String setting) {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String server : setting.split(",", -1)) {
            servers.add(parseServer(server.strip()));
        }
        return new DnsServers(servers);
    }

    private static InetSocketAddress parseServer(String text) {
        int bracket = text.lastIndexOf(']');
        int colon = text.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? text : text.substring(0, colon);
        String bare = bracket > 0 && host.startsWith("[") ? host.substring(1, bracket) : host;
        if (bare.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' is not host:port");
        }
        try {
            int port = colon < 0 ? DEFAULT_PORT : Integer.parseInt(text.substring(colon + 1));
            if (port < 1 || port > MAX_PORT) {
                throw new IllegalArgumentException("'" + text + "' has no port between 1 and " + MAX_PORT);
            }
            return new InetSocketAddress(InetAddress.getByName(bare), port);
        } catch (UnknownHostException | NumberFormatException wrong) {
            throw new IllegalArgumentException("'" + text + "' is not host:port of a DNS server", wrong);
        }
    }
}
