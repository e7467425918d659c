package dev.posthaste.delivery.remote;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;
import dev.posthaste.id.Secret;
import dev.posthaste.smtp.client.Terms.Login;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which destinations do not go to their MX hosts but to a host that the operator names. */
public final class RelayRoutes {

    /** No destination has a route. */
    public static final RelayRoutes NONE = new RelayRoutes(Map.of());

    private static final String EVERYTHING = "*";
    private static final int MAX_PORT = 0xFFFF;

    /** By destination, or by the star. */
    private final Map<String, Route> routes;

    /**
     * Where a destination goes.
     *
     * @param host a name, or an address in numbers
     */
    public record Route(String host, int port, Login login) {}

    private RelayRoutes(Map<String, Route> routes) {
        this.routes = Map.copyOf(routes);
    }

    /**
     * Reads the operator's setting.
     *
     * <pre>
     * routes   = route *("," route)
     * route    = (domain / "*") "=" [user ":" password "@"] host ":" port
     * user     = text, in which "%" and two digits stand for an octet, as in a URL; so has the password
     * host     = name / IPv4 address / "[" IPv6 address "]"
     * </pre>
     *
     * @throws IllegalArgumentException if it is none; the message is for the operator and holds no password
     */
    public static RelayRoutes parse(String setting) {
        Map<String, Route> routes = new HashMap<>();
        for (String text : setting.split(",", -1)) {
            int equals = text.indexOf('=');
            String destination = equals < 0 ? "" : text.substring(0, equals).strip();
            Route route = route(destination, text.substring(equals + 1).strip());
            routes.put(destination.equals(EVERYTHING) ? EVERYTHING : domain(destination), route);
        }
        return new RelayRoutes(routes);
    }

    /** The route of a destination, if it has one. */
    public Optional<Route> of(DomainName destination) {
        Route own = routes.get(destination.ascii());
        return Optional.ofNullable(own == null ? routes.get(EVERYTHING) : own);
    }

    private static Route route(String destination, String text) {
        int at = text.lastIndexOf('@');
        String target = text.substring(at + 1);
        int colon = target.lastIndexOf(':');
        String host = colon < 0 ? "" : target.substring(0, colon);
        if (destination.isEmpty() || host.isEmpty()) {
            throw new IllegalArgumentException(
                    "a route is written domain=host:port, not '" + destination + "=" + target + "'");
        }
        Login login = at < 0 ? new Login.Anonymous() : login(destination, text.substring(0, at));
        return new Route(withoutBrackets(host), port(target, target.substring(colon + 1)), login);
    }

    private static Login login(String destination, String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("the login of the route for '" + destination + "' is not user:password");
        }
        return new Login.Password(decoded(text.substring(0, colon)), new Secret(decoded(text.substring(colon + 1))));
    }

    // A plus means itself here, not a space as in a form.
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(String target, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= MAX_PORT) {
                return port;
            }
            throw new IllegalArgumentException("'" + target + "' has no port between 1 and " + MAX_PORT);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("'" + target + "' is not host:port", notANumber);
        }
    }

    private static String domain(String text) {
        try {
            return DomainName.parse(text).ascii();
        } catch (AddressSyntaxException notADomain) {
            throw new IllegalArgumentException(notADomain.getMessage(), notADomain);
        }
    }
}
