package dev.posthaste.listener;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A set of IP networks, to tell which clients are trusted by their address.
 *
 * <pre>
 * networks = network *( "," network )
 * network  = address [ "/" prefix ]        ; RFC 4632 section 3.1, RFC 4291 section 2.3
 * address  = IPv4 / IPv6                   ; no name: a resolver must not decide about trust
 * prefix   = 1*3DIGIT                      ; all bits if it is missing
 * </pre>
 */
public final class Networks {

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    private static final Pattern ADDRESS =
            Pattern.compile("(?:" + OCTET + "\\.){3}" + OCTET + "|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    private static final Pattern NETWORK = Pattern.compile("(?<address>[^/]+)(?:/(?<prefix>\\d{1,3}))?");

    /** Programs on this machine. Stands behind the patterns that it is read with. */
    public static final Networks LOOPBACK = parse("127.0.0.0/8,::1");

    private final List<Network> networks;

    private Networks(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    private record Network(byte[] address, int prefix) {

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                if (((address[bit / 8] ^ other[bit / 8]) & 0x80 >> bit % 8) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Reads a list of networks.
     *
     * @throws IllegalArgumentException with a sentence for whoever wrote it
     */
    public static Networks parse(String text) {
        List<Network> networks = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            networks.add(network(word.strip()));
        }
        return new Networks(networks);
    }

    /** Whether an IP address, as text, lies in one of them; what is no address does not. */
    public boolean contains(String address) {
        return octets(address)
                .filter(octets -> networks.stream().anyMatch(network -> network.contains(octets)))
                .isPresent();
    }

    private static Network network(String text) {
        Matcher matcher = NETWORK.matcher(text);
        byte[] address = Optional.of(matcher)
                .filter(Matcher::matches)
                .flatMap(matched -> octetsWithoutZone(matched.group("address")))
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a network such as 10.0.0.0/8"));
        int bits = address.length * Byte.SIZE;
        int prefix = matcher.group("prefix") == null ? bits : Integer.parseInt(matcher.group("prefix"));
        if (prefix > bits) {
            throw new IllegalArgumentException("'" + text + "' has a prefix of more than " + bits + " bits");
        }
        return new Network(address, prefix);
    }

    /** The octets of an IP address, its zone left aside; those of an IPv4 address if it is one that is written as IPv6. */
    static Optional<byte[]> octets(String address) {
        int zone = address.indexOf('%');
        return octetsWithoutZone(zone < 0 ? address : address.substring(0, zone));
    }

    private static Optional<byte[]> octetsWithoutZone(String address) {
        if (!ADDRESS.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            // It has the form of an address, so that no name is looked up.
            return Optional.of(InetAddress.getByName(address).getAddress());
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }
}
