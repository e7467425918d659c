package dev.posthaste.listener;

import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Who is counted as one client: an IPv4 address, or the 64 bits that an IPv6 address begins with. Whoever has an IPv6
 * network at all has at least so many addresses in it (RFC 4291 section 2.5.4, RFC 6177), and could come from another each
 * time.
 */
public record ClientNetwork(String text) {

    private static final int NETWORK_OCTETS = 8;

    /** The network of a client's IP address; what is no address stands for itself. */
    public static ClientNetwork of(String address) {
        return new ClientNetwork(
                Networks.octets(address).map(ClientNetwork::text).orElse(address));
    }

    private static String text(byte[] octets) {
        // An IPv4 address that is written as IPv6 (RFC 4291 section 2.5.5.2) is four octets by now.
        if (octets.length > NETWORK_OCTETS) {
            return HexFormat.of().formatHex(octets, 0, NETWORK_OCTETS) + "/64";
        }
        return IntStream.range(0, octets.length)
                .mapToObj(i -> Integer.toString(Byte.toUnsignedInt(octets[i])))
                .collect(Collectors.joining("."));
    }
}
