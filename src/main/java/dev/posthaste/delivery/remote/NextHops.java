package dev.posthaste.delivery.remote;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;
import dev.posthaste.delivery.remote.RelayRoutes.Route;
import dev.posthaste.dns.MailHosts;
import dev.posthaste.dns.Routing;
import dev.posthaste.smtp.client.ConnectionPolicy;
import dev.posthaste.smtp.client.Endpoint;
import dev.posthaste.tls.TlsLevel;
import io.netty.util.NetUtil;
import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the next hops of a destination: the operator's route if there is one, otherwise the MX hosts. */
final class NextHops {

    private final RelayRoutes routes;
    private final MailHosts hosts;
    private final int port;

    /** @param port port of MX hosts: 25 except in tests */
    NextHops(RelayRoutes routes, MailHosts hosts, int port) {
        this.routes = routes;
        this.hosts = hosts;
        this.port = port;
    }

    /** The hosts to try, in order. */
    Uni<Routing<NextHop>> of(DomainName destination) {
        return routes.of(destination)
                .map(route -> Uni.createFrom().<Routing<NextHop>>item(new Routing.To<>(List.of(host(route)))))
                .orElseGet(() -> hosts.of(destination).map(this::mailHosts));
    }

    /** The addresses of a host, in order. */
    Uni<Routing<NextHop>> addresses(NextHop.Host host) {
        byte[] numbers = NetUtil.createByteArrayFromIpAddressString(host.name());
        if (numbers != null) {
            return Uni.createFrom().item(new Routing.To<>(List.of(address(host, inetAddress(numbers)))));
        }
        try {
            return hosts.addresses(DomainName.parse(host.name())).map(routing -> addresses(host, routing));
        } catch (AddressSyntaxException notAHost) {
            return Uni.createFrom().item(new Routing.Unroutable<>("4.3.5", "The route's host is no host name"));
        }
    }

    private static NextHop host(Route route) {
        return new NextHop.Host(route.host(), route.port(), new ConnectionPolicy(level(route.login()), route.login()));
    }

    // A host that gets a password must be the one that the operator configured.
    private static TlsLevel level(ConnectionPolicy.Login login) {
        return switch (login) {
            case ConnectionPolicy.Login.Anonymous anonymous -> TlsLevel.OPPORTUNISTIC;
            case ConnectionPolicy.Login.Password password -> TlsLevel.VERIFIED;
        };
    }

    private Routing<NextHop> mailHosts(Routing<DomainName> routing) {
        return switch (routing) {
            case Routing.To<DomainName>(List<DomainName> names) ->
                new Routing.To<>(names.stream().map(this::mailHost).toList());
            case Routing.Unroutable<DomainName>(String status, String text) -> new Routing.Unroutable<>(status, text);
        };
    }

    private NextHop mailHost(DomainName name) {
        return new NextHop.Host(name.ascii(), port, ConnectionPolicy.OPEN);
    }

    private static Routing<NextHop> addresses(NextHop.Host host, Routing<InetAddress> routing) {
        return switch (routing) {
            case Routing.To<InetAddress>(List<InetAddress> addresses) ->
                new Routing.To<>(addresses.stream()
                        .map(address -> address(host, address))
                        .toList());
            case Routing.Unroutable<InetAddress>(String status, String text) -> new Routing.Unroutable<>(status, text);
        };
    }

    private static NextHop address(NextHop.Host host, InetAddress address) {
        // Traffic to this machine cannot be intercepted.
        ConnectionPolicy policy = address.isLoopbackAddress()
                ? new ConnectionPolicy(TlsLevel.OPPORTUNISTIC, host.policy().login())
                : host.policy();
        return new NextHop.Address(new Endpoint(host.name(), address, host.port()), policy);
    }

    private static InetAddress inetAddress(byte[] numbers) {
        try {
            return InetAddress.getByAddress(numbers);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
