package dev.posthaste.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.posthaste.address.DomainName;
import dev.posthaste.dns.Answer.Found;
import dev.posthaste.dns.Resolver.Family;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of a tree that Knot DNS signs and serves, validated from its own trust anchor. */
class ValidationTest {

    @TempDir
    private static Path folder;

    private static SignedTree tree;

    @BeforeAll
    static void plant() throws IOException, InterruptedException {
        assumeTrue(SignedTree.isInstalled(), "Knot DNS is not installed");
        tree = SignedTree.plant(folder);
    }

    @AfterAll
    static void close() throws IOException {
        if (tree != null) {
            tree.close();
        }
    }

    private final Resolver resolver = validating(tree.anchor(), InstantSource.system());

    @ParameterizedTest
    @ValueSource(strings = {"signed.test", "plain.test"})
    void what_is_signed_and_what_is_proven_to_be_unsigned_is_found(String domain) {
        assertThat(mx(domain)).isEqualTo(host(10, "mx." + domain));
        assertThat(mx(domain)).as("remembered").isEqualTo(host(10, "mx." + domain));
        assertThat(address("mx." + domain)).isEqualTo(new Found<>(List.of(InetAddress.getLoopbackAddress())));
        assertThat(address("alias." + domain)).isEqualTo(new Found<>(List.of(InetAddress.getLoopbackAddress())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bogus.test", "stripped.test", "stale.test"})
    void what_is_not_as_it_was_signed_is_a_temporary_failure_that_names_dnssec(String domain) {
        for (int i = 0; i < 2; i++) {
            assertThat(mx(domain))
                    .isInstanceOfSatisfying(
                            Answer.TemporaryFailure.class,
                            failure -> assertThat(failure.text())
                                    .startsWith("DNSSEC: ")
                                    .hasSizeLessThan(400));
        }
    }

    @Test
    void mail_for_a_bogus_domain_waits() {
        MailHosts hosts = new MailHosts(resolver, RandomGenerator.getDefault(), Set.of());
        assertThat(now(hosts.of(DomainName.of("bogus.test"))))
                .isInstanceOfSatisfying(Routing.Unroutable.class, nowhere -> {
                    assertThat(nowhere.status()).startsWith("4.");
                    assertThat(nowhere.text()).contains("bogus.test").contains("DNSSEC: ");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing.signed.test", "nothing.plain.test", "nothing.test", "nothing"})
    void what_does_not_exist_is_proven_not_to(String domain) {
        assertThat(mx(domain)).isEqualTo(new Answer.NoSuchName<>());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mx.signed.test", "mx.plain.test", "test"})
    void what_has_no_such_record_is_proven_to_have_none(String domain) {
        assertThat(mx(domain)).isEqualTo(new Answer.NoData<>());
    }

    @ParameterizedTest
    @ValueSource(strings = {"signed.test", "plain.test", "nothing.test"})
    void from_another_anchor_nothing_is_believed(String domain) {
        Resolver stranger = validating("root", InstantSource.system());
        assertThat(now(stranger.mx(DomainName.of(domain))))
                .isInstanceOfSatisfying(
                        Answer.TemporaryFailure.class,
                        failure -> assertThat(failure.text()).startsWith("DNSSEC: "));
    }

    @Test
    void signatures_run_out_by_our_clock() {
        Instant nextYear = Instant.now().plus(Duration.ofDays(366));
        Resolver later = validating(tree.anchor(), () -> nextYear);
        assertThat(now(later.mx(DomainName.of("signed.test")))).isInstanceOf(Answer.TemporaryFailure.class);
    }

    @Test
    void below_no_anchor_nothing_is_validated() {
        Resolver careless =
                DnsJavaResolver.asking(DnsServers.parse(tree.server()), TrustAnchors.NONE, InstantSource.system());
        assertThat(now(careless.mx(DomainName.of("bogus.test")))).isEqualTo(host(5, "mx.bogus.test"));
    }

    private static Resolver validating(String anchor, InstantSource clock) {
        return DnsJavaResolver.asking(DnsServers.parse(tree.server()), TrustAnchors.parse(anchor), clock);
    }

    private Answer<MailExchanger> mx(String domain) {
        return now(resolver.mx(DomainName.of(domain)));
    }

    private Answer<InetAddress> address(String host) {
        return now(resolver.addresses(DomainName.of(host), Family.IPV4));
    }

    private static Answer<MailExchanger> host(int preference, String name) {
        return new Found<>(List.of(new MailExchanger.Host(preference, DomainName.of(name))));
    }

    private static <T> T now(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(40));
    }
}
