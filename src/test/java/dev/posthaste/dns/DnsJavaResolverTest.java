package dev.posthaste.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.address.DomainName;
import dev.posthaste.dns.Answer.Found;
import dev.posthaste.dns.MailExchanger.Host;
import dev.posthaste.dns.Resolver.Family;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

class DnsJavaResolverTest {

    private static final long TTL = 60;

    private LoopbackDns server;
    private Resolver resolver;

    @BeforeEach
    void start() throws IOException {
        server = new LoopbackDns();
        resolver = DnsJavaResolver.asking(server.servers(), Duration.ofMillis(300));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void mx_records_are_read() throws IOException {
        server.records("example.org.", mx("example.org.", 10, "MX1.example.org."), mx("example.org.", 20, "mx2.test."));
        assertThat(mx("example.org"))
                .isInstanceOfSatisfying(
                        Found.class,
                        found -> assertThat(found.records())
                                .asList()
                                .containsExactlyInAnyOrder(host(10, "mx1.example.org"), host(20, "mx2.test")));
    }

    @Test
    void the_root_as_host_is_a_null_mx() throws IOException {
        server.records("example.org.", mx("example.org.", 0, "."));
        assertThat(mx("example.org")).isEqualTo(new Found<>(List.of(new MailExchanger.Null())));
    }

    @Test
    void a_missing_name_a_missing_record_and_a_failing_server_are_three_answers() throws IOException {
        server.records("example.org.").code("broken.test.", Rcode.SERVFAIL).code("refused.test.", Rcode.REFUSED);
        assertThat(mx("nothing.test")).isEqualTo(new Answer.NoSuchName<>());
        assertThat(mx("example.org")).isEqualTo(new Answer.NoData<>());
        assertThat(mx("broken.test")).isInstanceOf(Answer.TemporaryFailure.class);
        assertThat(mx("refused.test")).isInstanceOf(Answer.TemporaryFailure.class);
    }

    @Test
    void a_server_that_is_silent_is_a_temporary_failure() throws IOException {
        server.code("silent.test.", -1);
        assertThat(mx("silent.test")).isInstanceOf(Answer.TemporaryFailure.class);
    }

    @Test
    void whoever_asks_does_not_wait_for_the_answer() throws IOException {
        server.code("silent.test.", -1);
        TrustAnchors root = TrustAnchors.ROOT;
        for (Resolver each :
                List.of(resolver, DnsJavaResolver.asking(server.servers(), root, InstantSource.system()))) {
            CompletableFuture<Answer<MailExchanger>> answer =
                    each.mx(DomainName.of("silent.test")).subscribeAsCompletionStage();
            assertThat(answer).isNotDone();
        }
    }

    @Test
    void a_server_that_validates_says_why_it_fails() throws IOException {
        server.error(
                        "forged.test.",
                        ExtendedErrorCodeOption.DNSSEC_BOGUS,
                        "signature\r\n crypto failed \u00e4" + "x".repeat(1000))
                .error("expired.test.", ExtendedErrorCodeOption.SIGNATURE_EXPIRED, "")
                .error("lame.test.", ExtendedErrorCodeOption.NO_REACHABLE_AUTHORITY, "all down");
        assertThat(mx("forged.test"))
                .isInstanceOfSatisfying(
                        Answer.TemporaryFailure.class,
                        failure -> assertThat(failure.text())
                                .startsWith("DNSSEC: signature?? crypto failed ?")
                                .hasSizeLessThan(400));
        assertThat(mx("expired.test")).isEqualTo(new Answer.TemporaryFailure<>("DNSSEC: SIGNATURE_EXPIRED"));
        assertThat(mx("lame.test"))
                .isInstanceOfSatisfying(
                        Answer.TemporaryFailure.class,
                        failure -> assertThat(failure.text()).doesNotContain("DNSSEC"));
    }

    @Test
    void aliases_are_followed_and_a_circle_of_them_is_malformed() throws IOException {
        server.records("alias.test.", cname("alias.test.", "example.org."))
                .records("example.org.", mx("example.org.", 10, "mx1.test."))
                .records("one.test.", cname("one.test.", "two.test."))
                .records("two.test.", cname("two.test.", "one.test."));
        assertThat(mx("alias.test")).isEqualTo(new Found<>(List.of(host(10, "mx1.test"))));
        assertThat(mx("one.test")).isInstanceOf(Answer.Malformed.class);
    }

    @Test
    void a_host_that_has_no_host_name_is_passed_over() throws IOException {
        server.records("example.org.", mx("example.org.", 10, "bad\\032name."), mx("example.org.", 20, "good.test."));
        server.records("bad.test.", mx("bad.test.", 10, "bad\\010name."));
        assertThat(mx("example.org")).isEqualTo(new Found<>(List.of(host(20, "good.test"))));
        assertThat(mx("bad.test")).isInstanceOf(Answer.Malformed.class);
    }

    @Test
    void addresses_of_both_families_are_read() throws IOException {
        InetAddress four = InetAddress.getByName("192.0.2.1");
        InetAddress six = InetAddress.getByName("2001:db8::1");
        Name name = Name.fromString("mx1.test.");
        server.records("mx1.test.", new ARecord(name, DClass.IN, TTL, four), new AAAARecord(name, DClass.IN, TTL, six));
        assertThat(now(resolver.addresses(DomainName.of("mx1.test"), Family.IPV4)))
                .isEqualTo(new Found<>(List.of(four)));
        assertThat(now(resolver.addresses(DomainName.of("mx1.test"), Family.IPV6)))
                .isEqualTo(new Found<>(List.of(six)));
    }

    @Test
    void an_answer_that_is_too_long_for_udp_comes_by_tcp() throws IOException {
        Record[] many = new Record[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = mx("example.org.", i, "a-rather-long-host-name-" + i + ".example.org.");
        }
        server.records("example.org.", many);
        assertThat(mx("example.org"))
                .isInstanceOfSatisfying(
                        Found.class,
                        found -> assertThat(found.records()).asList().hasSize(100));
        assertThat(server.connections()).isPositive();
    }

    @Test
    void an_answer_is_remembered_for_as_long_as_it_says() throws IOException {
        server.records("example.org.", mx("example.org.", 10, "mx1.test."));
        mx("example.org");
        int asked = server.questions();
        assertThat(mx("example.org")).isEqualTo(new Found<>(List.of(host(10, "mx1.test"))));
        assertThat(server.questions()).isEqualTo(asked);
    }

    @Test
    void a_domain_that_fits_an_address_but_no_question_does_not_exist() {
        assertThat(mx("a.".repeat(124) + "abcdefg")).isEqualTo(new Answer.NoSuchName<>());
    }

    private Answer<MailExchanger> mx(String domain) {
        return now(resolver.mx(DomainName.of(domain)));
    }

    private static <T> T now(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }

    private static Record mx(String name, int preference, String host) throws IOException {
        return new MXRecord(Name.fromString(name), DClass.IN, TTL, preference, Name.fromString(host));
    }

    private static Record cname(String name, String target) throws IOException {
        return new CNAMERecord(Name.fromString(name), DClass.IN, TTL, Name.fromString(target));
    }

    private static MailExchanger host(int preference, String name) {
        return new Host(preference, DomainName.of(name));
    }
}
