package dev.posthaste.delivery.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.address.DomainName;
import dev.posthaste.dns.FakeResolver;
import dev.posthaste.dns.MailHosts;
import dev.posthaste.dns.Routing;
import dev.posthaste.tls.TlsLevel;
import io.smallrye.mutiny.Uni;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NextHopsTest {

    private final FakeResolver dns =
            new FakeResolver().address("smart.test", "192.0.2.1").address("mx.test", "192.0.2.2");

    private TlsLevel level(String route, String destination) {
        NextHops nextHops = new NextHops(RelayRoutes.parse(route), new MailHosts(dns, new Random(1), Set.of()), 25);
        NextHop.Host host = (NextHop.Host) only(nextHops.of(DomainName.of(destination)));
        return ((NextHop.Address) only(nextHops.addresses(host))).policy().tls();
    }

    private static NextHop only(Uni<Routing<NextHop>> routing) {
        return ((Routing.To<NextHop>) routing.await().indefinitely()).places().getFirst();
    }

    @Test
    void whom_a_password_is_said_to_over_the_network_is_verified() {
        assertThat(level("*=me:secret@smart.test:587", "x.test")).isEqualTo(TlsLevel.VERIFIED);
        assertThat(level("*=me:secret@192.0.2.1:587", "x.test")).isEqualTo(TlsLevel.VERIFIED);
        assertThat(level("*=me:secret@[2001:db8::1]:587", "x.test")).isEqualTo(TlsLevel.VERIFIED);
    }

    @Test
    void everybody_else_is_taken_for_what_he_says() {
        assertThat(level("*=smart.test:587", "x.test")).isEqualTo(TlsLevel.OPPORTUNISTIC);
        assertThat(level("*=me:secret@127.0.0.1:587", "x.test")).isEqualTo(TlsLevel.OPPORTUNISTIC);
        assertThat(level("other.test=me:secret@smart.test:587", "mx.test")).isEqualTo(TlsLevel.OPPORTUNISTIC);
    }
}
