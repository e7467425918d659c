package dev.posthaste.delivery.remote;

import static dev.posthaste.smtp.client.FakeMta.script;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.address.DomainName;
import dev.posthaste.blob.BlobRef;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.blob.BlobUpload;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.dns.FakeResolver;
import dev.posthaste.dns.MailHosts;
import dev.posthaste.id.TenantId;
import dev.posthaste.queue.AttemptResult;
import dev.posthaste.queue.Cause;
import dev.posthaste.queue.Consignment;
import dev.posthaste.queue.Contact;
import dev.posthaste.queue.Item;
import dev.posthaste.queue.Lease;
import dev.posthaste.queue.LeaseGuard;
import dev.posthaste.queue.Mails;
import dev.posthaste.queue.Outcome;
import dev.posthaste.queue.Prefix;
import dev.posthaste.smtp.client.FakeMta;
import dev.posthaste.smtp.client.SmtpClient;
import dev.posthaste.smtp.wire.ClientName;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RemoteDeliveryTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final byte[] BODY = "Subject: x\r\n\r\nHi\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final String HELLO = """
            S: 220 mx.test ESMTP
            C: EHLO here.test
            S: 250-mx.test
            S: 250 PIPELINING
            """;

    private static final String TO_BOB = """
            C: MAIL FROM:<alice@here.test>
            C: RCPT TO:<bob@example.org>
            C: DATA
            S: 250 OK
            S: 250 OK
            S: 354 Go ahead
            DATA
            S: 250 2.0.0 Queued
            """;

    private static final String BOB_REFUSED = """
            C: MAIL FROM:<alice@here.test>
            C: RCPT TO:<bob@example.org>
            C: DATA
            S: 250 OK
            S: 550 5.1.1 No such user
            S: 554 No
            """;

    private final FakeResolver dns = new FakeResolver();
    private Instant time = Mails.NOON;
    private Instant leasesRunOut = Instant.MAX;
    private Runnable whileReading = () -> {};

    @AfterAll
    static void stop() {
        assertThat(VERTX.close().toCompletionStage().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void a_message_goes_to_the_mx_host_with_its_prefix_in_front() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, TO_BOB))) {
            dns.mx("example.org", 10, "mx.example.org").address("mx.example.org", "127.0.0.1");
            AttemptResult result =
                    carry(delivery(mta.port()), "bob@example.org").getFirst();
            assertThat(text(result)).isEqualTo("delivered 250 2.0.0 Queued");
            assertThat(result.contact())
                    .isEqualTo(new Contact.Host("mx.example.org:" + mta.port(), new Contact.Security.Plaintext()));
            assertThat(mta.messages()).containsExactly("Received: here\r\nSubject: x\r\n\r\nHi\r\n");
        }
    }

    @Test
    void when_the_best_host_is_dead_the_next_one_takes_the_message() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, TO_BOB))) {
            dns.mx("example.org", 10, "dead.example.org")
                    .address("dead.example.org", "127.0.0.2")
                    .mx("example.org", 20, "missing.example.org")
                    .mx("example.org", 30, "mx.example.org")
                    .address("mx.example.org", "127.0.0.1");
            assertThat(text(carry(delivery(mta.port()), "bob@example.org").getFirst()))
                    .isEqualTo("delivered 250 2.0.0 Queued");
        }
    }

    @Test
    void a_host_that_says_421_or_greets_with_554_is_left_for_the_next() throws Exception {
        try (FakeMta good = new FakeMta(script(HELLO, TO_BOB));
                FakeMta bad = new FakeMta(
                        "127.0.0.2",
                        good.port(),
                        script(HELLO, "S: 421 4.3.2 Shutting down", "DROP"),
                        "S: 554 Go away")) {
            dns.mx("example.org", 10, "bad.example.org")
                    .address("bad.example.org", "127.0.0.2")
                    .mx("example.org", 20, "mx.example.org")
                    .address("mx.example.org", "127.0.0.1");
            assertThat(text(carry(delivery(good.port()), "bob@example.org").getFirst()))
                    .startsWith("delivered");
            assertThat(text(carry(delivery(good.port()), "bob@example.org").getFirst()))
                    .startsWith("delivered");
            assertThat(bad.connections()).isEqualTo(2);
        }
    }

    @Test
    void what_a_host_says_of_a_recipient_is_final_and_the_next_host_is_not_asked() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, BOB_REFUSED))) {
            dns.mx("example.org", 10, "mx.example.org")
                    .address("mx.example.org", "127.0.0.1")
                    .address("mx.example.org", "127.0.0.2");
            assertThat(text(carry(delivery(mta.port()), "bob@example.org").getFirst()))
                    .isEqualTo("RECIPIENT 5.1.1 5.1.1 No such user");
            assertThat(mta.connections()).isEqualTo(1);
        }
    }

    @Test
    void half_of_the_recipients_refused_are_refused_alone() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, """
                C: MAIL FROM:<alice@here.test>
                C: RCPT TO:<bob@example.org>
                C: RCPT TO:<carol@example.org>
                C: DATA
                S: 250 OK
                S: 450 4.2.1 Later
                S: 250 OK
                S: 354 Go ahead
                DATA
                S: 250 OK"""))) {
            dns.address("example.org", "127.0.0.1");
            assertThat(carry(delivery(mta.port()), "bob@example.org", "carol@example.org"))
                    .extracting(RemoteDeliveryTest::text)
                    .containsExactly("RECIPIENT 4.2.1 4.2.1 Later", "delivered 250 OK");
        }
    }

    @Test
    void a_null_mx_a_missing_domain_and_a_silent_dns_are_told_apart() {
        dns.nullMx("example.org");
        assertThat(text(carry(delivery(1), "bob@example.org").getFirst())).startsWith("HOST 5.1.10");
        assertThat(text(carry(delivery(1), "bob@missing.test").getFirst())).startsWith("HOST 5.1.2");
        dns.silent("silent.test");
        assertThat(text(carry(delivery(1), "bob@silent.test").getFirst())).startsWith("HOST 4.4.3");
    }

    @Test
    void a_dead_host_beside_one_that_has_no_address_is_a_reason_to_try_again() {
        dns.mx("example.org", 10, "dead.example.org")
                .address("dead.example.org", "127.0.0.2")
                .mx("example.org", 20, "missing.example.org");
        AttemptResult result = carry(delivery(1), "bob@example.org").getFirst();
        assertThat(text(result)).startsWith("HOST 4.4.1 No connection to dead.example.org[127.0.0.2]:1");
        assertThat(result.contact()).isEqualTo(new Contact.None());
    }

    @Test
    void no_more_than_five_connections_are_tried() {
        dns.mx("example.org", 10, "mx.example.org");
        for (int i = 1; i < 100; i++) {
            dns.address("mx.example.org", "127.0.1." + i);
        }
        AttemptResult result = carry(delivery(1), "bob@example.org").getFirst();
        assertThat(text(result)).startsWith("HOST 4.4.1 No connection to mx.example.org[127.0.1.5]:1");
    }

    @Test
    void a_route_is_taken_before_mx_records() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, TO_BOB))) {
            dns.nullMx("example.org");
            RelayRoutes routes = RelayRoutes.parse("example.org=127.0.0.1:" + mta.port());
            AttemptResult result = carry(delivery(routes, 1), "bob@example.org").getFirst();
            assertThat(text(result)).startsWith("delivered");
            assertThat(result.contact())
                    .isEqualTo(new Contact.Host("127.0.0.1:" + mta.port(), new Contact.Security.Plaintext()));
        }
    }

    @Test
    void a_route_to_a_host_name_is_resolved() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, TO_BOB))) {
            dns.address("smart.test", "127.0.0.1");
            RelayRoutes routes = RelayRoutes.parse("*=smart.test:" + mta.port());
            assertThat(text(carry(delivery(routes, 1), "bob@example.org").getFirst()))
                    .startsWith("delivered");
        }
    }

    @Test
    void a_connection_is_used_again_for_the_same_destination() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, TO_BOB, TO_BOB, TO_BOB, "C: QUIT"))) {
            dns.address("example.org", "127.0.0.1");
            RemoteDelivery delivery = delivery(mta.port());
            for (int i = 0; i < 3; i++) {
                assertThat(text(carry(delivery, "bob@example.org").getFirst())).startsWith("delivered");
            }
            assertThat(mta.connections()).isEqualTo(1);
            time = time.plus(IdleConnections.REST).plusMillis(1);
            delivery.sweep();
            mta.assertPlayed();
        }
    }

    @Test
    void at_the_end_every_host_that_rests_is_told_so_and_has_answered() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, TO_BOB, "C: QUIT", "S: 221 Bye"))) {
            dns.address("example.org", "127.0.0.1");
            RemoteDelivery delivery = delivery(mta.port());
            assertThat(text(carry(delivery, "bob@example.org").getFirst())).startsWith("delivered");
            delivery.close().await().atMost(Duration.ofSeconds(20));
            mta.assertPlayed();
            delivery.close().await().atMost(Duration.ofSeconds(20));
        }
    }

    @Test
    void a_connection_that_the_host_closed_while_it_rested_is_replaced_by_a_new_one() throws Exception {
        try (FakeMta mta =
                new FakeMta(script(HELLO, TO_BOB, "C: MAIL FROM:<alice@here.test>", "DROP"), script(HELLO, TO_BOB))) {
            dns.address("example.org", "127.0.0.1");
            RemoteDelivery delivery = delivery(mta.port());
            assertThat(text(carry(delivery, "bob@example.org").getFirst())).startsWith("delivered");
            assertThat(text(carry(delivery, "bob@example.org").getFirst())).startsWith("delivered");
            assertThat(mta.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_connection_lost_after_the_dot_is_not_tried_at_the_next_host_at_once() throws Exception {
        String lost = TO_BOB.replace("S: 250 2.0.0 Queued", "DROP");
        try (FakeMta mta = new FakeMta(script(HELLO, lost))) {
            dns.address("example.org", "127.0.0.1").address("example.org", "127.0.0.2");
            assertThat(text(carry(delivery(mta.port()), "bob@example.org").getFirst()))
                    .startsWith("MESSAGE 4.4.2");
            assertThat(mta.connections()).isEqualTo(1);
        }
    }

    @Test
    void mail_that_may_be_anothers_by_now_is_not_begun() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, TO_BOB))) {
            dns.address("example.org", "127.0.0.1");
            leasesRunOut = time;
            assertThat(carry(delivery(mta.port()), "bob@example.org")).isEmpty();
            assertThat(mta.connections()).isZero();
        }
    }

    @Test
    void mail_that_may_be_anothers_by_now_is_not_begun_over_a_connection_that_rested() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, TO_BOB, TO_BOB))) {
            dns.address("example.org", "127.0.0.1");
            RemoteDelivery delivery = delivery(mta.port());
            carry(delivery, "bob@example.org");
            leasesRunOut = time;
            assertThat(carry(delivery, "bob@example.org")).isEmpty();
            assertThat(mta.messages()).hasSize(1);
            leasesRunOut = Instant.MAX;
            assertThat(carry(delivery, "bob@example.org")).hasSize(1);
            assertThat(mta.messages()).hasSize(2);
            assertThat(mta.connections()).isEqualTo(1);
        }
    }

    @Test
    void mail_that_becomes_anothers_while_it_is_said_never_gets_its_final_dot() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, TO_BOB))) {
            dns.address("example.org", "127.0.0.1").address("example.org", "127.0.0.2");
            leasesRunOut = time.plusSeconds(60);
            whileReading = () -> time = time.plusSeconds(75);
            assertThat(carry(delivery(mta.port()), "bob@example.org")).isEmpty();
            assertThat(mta.messages()).isEmpty();
            assertThat(mta.connections()).isEqualTo(1);
        }
    }

    private List<AttemptResult> carry(RemoteDelivery delivery, String... recipients) {
        Item one = Mails.item(1, Mails.ALICE);
        BlobRef blob = BlobRef.ofEmail(one.email(), Mails.TENANT, one.blob().hash(), BODY.length);
        Prefix prefix = new Prefix("Received: here\r\n".getBytes(StandardCharsets.US_ASCII));
        Item item = new Item(one.email(), Mails.ALICE, prefix, blob, Item.Wording.ASCII, Mails.NOON);
        List<Lease> leases = new ArrayList<>();
        for (String recipient : recipients) {
            leases.add(Mails.lease(item, leases.size(), recipient));
        }
        LeaseGuard guard = new LeaseGuard(() -> time, leasesRunOut);
        return delivery.carry(new Consignment(leases, guard)).await().atMost(Duration.ofSeconds(40));
    }

    private RemoteDelivery delivery(int port) {
        return delivery(RelayRoutes.NONE, port);
    }

    private RemoteDelivery delivery(RelayRoutes routes, int port) {
        InstantSource clock = () -> time;
        MailHosts hosts = new MailHosts(dns, new Random(1), Set.of(DomainName.of("here.test")));
        SmtpClient client = new SmtpClient(VERTX, new ClientName("here.test"));
        return new RemoteDelivery(routes, hosts, port, client, new OneBlob(() -> whileReading.run()), clock);
    }

    private static String text(AttemptResult result) {
        return switch (result.outcome()) {
            case Outcome.Delivered delivered ->
                "delivered " + delivered.reply().code() + " "
                        + delivered.reply().text();
            case Outcome.Deferred(Cause cause) -> text(cause);
            case Outcome.Failed(Cause cause) -> text(cause);
        };
    }

    private static String text(Cause cause) {
        return cause.scope() + " " + cause.status() + " " + cause.evidence().text();
    }

    /** A blob store with one message. */
    private record OneBlob(Runnable whileReading) implements BlobStore {
        @Override
        public BlobUpload upload(TenantId tenant) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<byte[]> read(BlobRef blob, long offset, int length) {
            return Uni.createFrom().item(BODY);
        }

        @Override
        public Multi<byte[]> stream(BlobRef blob, long offset, long length) {
            return Multi.createFrom().item(BODY).invoke(octets -> whileReading.run());
        }

        @Override
        public Uni<byte[]> read(StagedBlob.Chunked staged, long offset, int length) {
            throw new UnsupportedOperationException("nothing is staged here");
        }

        @Override
        public Uni<Void> copy(StagedBlob.Chunked blob, TenantId to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Integer> sweep(Duration age) {
            throw new UnsupportedOperationException();
        }
    }
}
