package dev.posthaste.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.address.DomainName;
import dev.posthaste.dns.Routing.To;
import dev.posthaste.dns.Routing.Unroutable;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MailHostsTest {

    private static final DomainName EXAMPLE = DomainName.of("example.org");

    private final FakeResolver dns = new FakeResolver();
    private final MailHosts hosts = new MailHosts(dns, new Random(1), Set.of(DomainName.of("mx.here.test")));

    @Test
    void hosts_are_tried_in_the_order_of_their_preference() {
        dns.mx("example.org", 30, "c.example.org")
                .mx("example.org", 10, "a.example.org")
                .mx("example.org", 20, "b.example.org");
        assertThat(names()).containsExactly("a.example.org", "b.example.org", "c.example.org");
    }

    @Test
    void hosts_of_equal_preference_take_turns() {
        dns.mx("example.org", 10, "a.example.org").mx("example.org", 10, "b.example.org");
        Set<String> first = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            first.add(names().getFirst());
        }
        assertThat(first).containsExactlyInAnyOrder("a.example.org", "b.example.org");
    }

    @Test
    void without_mx_records_the_domain_itself_is_the_host() {
        dns.address("example.org", "192.0.2.1");
        assertThat(names()).containsExactly("example.org");
    }

    @Test
    void a_null_mx_is_a_permanent_failure_5_1_10() {
        dns.nullMx("example.org").address("example.org", "192.0.2.1");
        assertThat(status()).isEqualTo("5.1.10");
    }

    @Test
    void a_null_mx_beside_real_ones_is_passed_over() {
        dns.nullMx("example.org").mx("example.org", 10, "a.example.org");
        assertThat(names()).containsExactly("a.example.org");
    }

    @Test
    void a_domain_that_does_not_exist_is_a_permanent_failure_5_1_2() {
        assertThat(status()).isEqualTo("5.1.2");
    }

    @Test
    void silence_is_a_temporary_failure_4_4_3_and_never_a_missing_mx() {
        dns.silent("example.org").address("example.org", "192.0.2.1");
        assertThat(status()).isEqualTo("4.4.3");
    }

    @Test
    void malformed_records_are_a_permanent_failure() {
        assertThat(hosts.choose(EXAMPLE, new Answer.Malformed<>("odd")))
                .isInstanceOfSatisfying(
                        Unroutable.class, no -> assertThat(no.status()).startsWith("5."));
    }

    @Test
    void we_and_all_that_are_not_better_than_we_are_dropped() {
        dns.mx("example.org", 10, "a.example.org")
                .mx("example.org", 20, "mx.here.test")
                .mx("example.org", 20, "b.example.org")
                .mx("example.org", 30, "c.example.org");
        assertThat(names()).containsExactly("a.example.org");
    }

    @Test
    void a_domain_whose_best_host_is_this_server_is_a_loop_5_4_6() {
        dns.mx("example.org", 10, "mx.here.test").mx("example.org", 20, "b.example.org");
        assertThat(status()).isEqualTo("5.4.6");
    }

    @Test
    void a_flood_of_mx_records_is_cut() {
        for (int i = 0; i < 500; i++) {
            dns.mx("example.org", i, "h" + i + ".example.org");
        }
        assertThat(names()).hasSize(MailHosts.MAX_HOSTS);
    }

    @Test
    void a_host_has_its_ipv4_addresses_before_its_ipv6_addresses() {
        dns.address("a.example.org", "2001:db8::1").address("a.example.org", "192.0.2.1");
        assertThat(addresses())
                .isInstanceOfSatisfying(
                        To.class, to -> assertThat(to.places()).hasToString("[/192.0.2.1, /2001:db8:0:0:0:0:0:1]"));
    }

    @Test
    void a_host_without_an_address_is_permanently_unroutable_but_a_silent_one_only_for_now() {
        assertThat(addresses()).isEqualTo(new Unroutable<>("5.4.4", "The host a.example.org has no address"));
        dns.silent("a.example.org");
        assertThat(addresses())
                .isInstanceOfSatisfying(
                        Unroutable.class, no -> assertThat(no.status()).isEqualTo("4.4.3"));
    }

    @Test
    void one_family_is_enough_where_the_other_is_silent() {
        InetAddress four = InetAddress.getLoopbackAddress();
        assertThat(MailHosts.join(
                        EXAMPLE, new Answer.Found<>(List.of(four)), new Answer.TemporaryFailure<>("timed out")))
                .isEqualTo(new To<>(List.of(four)));
        assertThat(MailHosts.join(EXAMPLE, new Answer.NoData<>(), new Answer.TemporaryFailure<>("timed out")))
                .isInstanceOfSatisfying(
                        Unroutable.class, no -> assertThat(no.status()).startsWith("4."));
    }

    private Routing<DomainName> route() {
        return hosts.of(EXAMPLE).await().indefinitely();
    }

    private Routing<InetAddress> addresses() {
        return hosts.addresses(DomainName.of("a.example.org")).await().indefinitely();
    }

    private List<String> names() {
        return ((To<DomainName>) route())
                .places().stream().map(DomainName::ascii).toList();
    }

    private String status() {
        return ((Unroutable<DomainName>) route()).status();
    }
}
