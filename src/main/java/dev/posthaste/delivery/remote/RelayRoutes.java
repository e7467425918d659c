package dev.posthaste.delivery.remote;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;
import dev.posthaste.id.Secret;
import dev.posthaste.smtp.client.ConnectionPolicy.Login;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Destinations whose mail goes to a host that the operator configured instead of their MX hosts. */
public final class RelayRoutes {

    /** No routes. */
    public static final RelayRoutes NONE = new RelayRoutes(Map.of());

    private static final String EVERYTHING = "*";
    private static final int MAX_PORT = 0xFFFF;

    private static final int MAX_PORT_DIGITS = 5;

    /** Key: a destination, or {@code *}. */
    private final Map<String, Route> routes;

    /**
     * The host for a destination.
     *
     * @param host a name or an IP address
     */
    public record Route(String host, int port, Login login) {}

    private RelayRoutes(Map<String, Route> routes) {
        this.routes = Map.copyOf(routes);
    }

    /**
     * Parses the operator's setting.
     *
     * <pre>
     * routes   = route *("," route)
     * route    = (domain / "*") "=" [user ":" password "@"] host ":" port
     * user     = text, percent-encoded as in a URL; so is the password
     * host     = name / IPv4 address / "[" IPv6 address "]"
     * </pre>
     *
     * @throws IllegalArgumentException if it is malformed; the message is for the operator and contains no password
     */
    public static RelayRoutes parse(String setting) {
        Map<String, Route> routes = new HashMap<>();
        String[] texts = setting.split(",", -1);
        for (int i = 0; i < texts.length; i++) {
            put("route " + (i + 1), texts[i], routes);
        }
        return new RelayRoutes(routes);
    }

    // Messages identify a route only by its position: with an unencoded comma in a password, any text may be part of
    // the password.
    private static void put(String which, String text, Map<String, Route> routes) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(which + " is not written domain=host:port");
        }
        String destination = text.substring(0, equals).strip();
        routes.put(
                destination.equals(EVERYTHING) ? EVERYTHING : domain(which, destination),
                route(which, text.substring(equals + 1).strip()));
    }

    /** The route of a destination, if there is one. */
    public Optional<Route> of(DomainName destination) {
        Route own = routes.get(destination.ascii());
        return Optional.ofNullable(own == null ? routes.get(EVERYTHING) : own);
    }

    private static Route route(String which, String text) {
        int at = text.lastIndexOf('@');
        String target = text.substring(at + 1);
        int colon = target.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(which + " is not written domain=host:port");
        }
        Login login = at < 0 ? new Login.Anonymous() : login(which, text.substring(0, at));
        return new Route(withoutBrackets(target.substring(0, colon)), port(which, target.substring(colon + 1)), login);
    }

    private static Login login(String which, String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("the login of " + which + " is not user:password");
        }
        try {
            return new Login.Password(
                    decoded(text.substring(0, colon)), new Secret(decoded(text.substring(colon + 1))));
        } catch (IllegalArgumentException withThePassword) {
            throw new IllegalArgumentException("in the login of " + which + " '%' is not followed by two digits");
        }
    }

    // Unlike in a form, a plus sign is not a space.
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(String which, String text) {
        boolean digits = text.length() <= MAX_PORT_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = digits && !text.isEmpty() ? Integer.parseInt(text) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(which + " has no port between 1 and " + MAX_PORT);
        }
        return port;
    }

    private static String domain(String which, String text) {
        try {
            return DomainName.parse(text).ascii();
        } catch (AddressSyntaxException notADomain) {
            throw new IllegalArgumentException(which + " is for no domain name");
        }
    }
}
