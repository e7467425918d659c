package dev.posthaste.delivery.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.blob.BlobHash;
import dev.posthaste.blob.BlobRef;
import dev.posthaste.id.Uuid7;
import dev.posthaste.queue.AttemptResult;
import dev.posthaste.queue.Cause;
import dev.posthaste.queue.Contact;
import dev.posthaste.queue.Evidence;
import dev.posthaste.queue.Item;
import dev.posthaste.queue.Lease;
import dev.posthaste.queue.Mails;
import dev.posthaste.queue.Outcome;
import dev.posthaste.queue.Prefix;
import dev.posthaste.queue.Scope;
import dev.posthaste.queue.Settlement;
import dev.posthaste.queue.StatusCode;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.junit.jupiter.api.Test;

class DeliveryReportsTest {

    private static final String ORIGINAL = """
            Received: here
            From: Alice <alice@here.test>
            Subject: Gr\u00fc\u00dfe
            Message-ID: <1@here.test>

            Hello
            """.replace("\n", "\r\n");

    private static final Cause NO_SUCH_USER = new Cause(
            Scope.RECIPIENT,
            new StatusCode("5.1.1"),
            new Evidence.Replied("mx.example.org", 550, "5.1.1 No such user"));

    private static final Cause NO_HOST = Cause.observed(Scope.HOST, "5.1.2", "The domain x.test does not exist");

    private final List<String> entered = new ArrayList<>();
    private byte[] original = ORIGINAL.getBytes(StandardCharsets.UTF_8);

    @Test
    void a_report_has_its_three_parts_and_returns_a_small_message_whole() throws IOException {
        Message report = report(bounced(0, "bob@example.org", NO_SUCH_USER));
        assertThat(report.getMimeType()).isEqualTo("multipart/report");
        assertThat(report.getHeader().getField("Content-Type").getBody()).contains("report-type=delivery-status");
        assertThat(parts(report))
                .extracting(Entity::getMimeType)
                .containsExactly("text/plain", "message/delivery-status", "message/rfc822");
        assertThat(text(parts(report).get(2)))
                .contains("Message-ID: <1@here.test>")
                .contains("Hello");
    }

    @Test
    void programs_are_told_everything() throws IOException {
        Message report = report(bounced(0, "bob@example.org", NO_SUCH_USER), bounced(1, "c@x.test", NO_HOST));
        assertThat(text(parts(report).get(1)).replace("\r\n", "\n").strip()).isEqualTo("""
                Reporting-MTA: dns; here.test
                Arrival-Date: Fri, 1 May 2026 12:00:00 +0000

                Final-Recipient: rfc822; bob@example.org
                Action: failed
                Status: 5.1.1
                Remote-MTA: dns; mx.example.org
                Diagnostic-Code: smtp; 550 5.1.1 No such user
                Last-Attempt-Date: Fri, 1 May 2026 12:00:01 +0000

                Final-Recipient: rfc822; c@x.test
                Action: failed
                Status: 5.1.2
                Diagnostic-Code: x-posthaste; The domain x.test does not exist
                Last-Attempt-Date: Fri, 1 May 2026 12:00:01 +0000""");
    }

    @Test
    void people_are_told_in_words() throws IOException {
        Message report = report(bounced(0, "bob@example.org", NO_SUCH_USER), expired(1, "carol@example.org"));
        assertThat(text(parts(report).getFirst()).replace("\r\n", "\n").strip()).isEqualTo("""
                This is the mail system at here.test.

                Your message could not be delivered to 2 recipients. It will not be tried again.

                <bob@example.org>
                    The host mx.example.org said: 550 5.1.1 No such user

                <carol@example.org>
                    It was tried for too long. The last time: No connection""");
    }

    @Test
    void it_is_marked_as_automatic_and_belongs_to_the_thread() throws IOException {
        Message report = report(bounced(0, "bob@example.org", NO_SUCH_USER));
        assertThat(field(report, "Auto-Submitted")).isEqualTo("auto-replied");
        assertThat(field(report, "From")).isEqualTo("Mail Delivery System <MAILER-DAEMON@here.test>");
        assertThat(field(report, "To")).isEqualTo("alice@here.test");
        assertThat(field(report, "In-Reply-To")).isEqualTo("<1@here.test>");
        assertThat(field(report, "References")).isEqualTo("<1@here.test>");
        assertThat(field(report, "Message-ID")).matches("<[0-9a-f-]{36}@here\\.test>");
        assertThat(field(report, "Date")).isEqualTo("Fri, 1 May 2026 12:00:00 +0000");
    }

    @Test
    void a_null_sender_is_never_answered() {
        enter(Item.Wording.ASCII, ReversePath.empty(), List.of(bounced(0, "bob@example.org", NO_SUCH_USER)));
        assertThat(entered).isEmpty();
    }

    @Test
    void what_did_not_fail_is_not_reported() {
        Lease lease = Mails.lease(Mails.item(1, Mails.ALICE), 0, "bob@example.org");
        AttemptResult result = Mails.result(lease, Mails.delivered(), Mails.NOON);
        reports().report(List.of(new Settlement.Delivered(result))).await().indefinitely();
        assertThat(entered).isEmpty();
    }

    @Test
    void of_a_large_message_only_the_header_is_returned() throws IOException {
        ByteArrayOutputStream large = new ByteArrayOutputStream();
        large.writeBytes(original);
        large.writeBytes("line\r\n".repeat(20_000).getBytes(StandardCharsets.US_ASCII));
        original = large.toByteArray();
        Message report = report(bounced(0, "bob@example.org", NO_SUCH_USER));
        assertThat(parts(report).get(2).getMimeType()).isEqualTo("text/rfc822-headers");
        assertThat(text(parts(report).get(2)))
                .contains("Message-ID: <1@here.test>")
                .doesNotContain("Hello");
        assertThat(entered.getFirst()).hasSizeLessThan(4000);
    }

    @Test
    void what_a_host_said_cannot_add_a_line() throws IOException {
        Cause hostile = new Cause(
                Scope.RECIPIENT,
                new StatusCode("5.0.0"),
                new Evidence.Replied(
                        "mx\r\nAction: delivered", 550, "no\r\n\r\nFinal-Recipient: rfc822; eve@x.test\u00ff"));
        String status =
                text(parts(report(bounced(0, "bob@example.org", hostile))).get(1));
        assertThat(status.lines().filter(line -> line.startsWith("Final-Recipient:")))
                .hasSize(1);
        assertThat(status.lines().filter(line -> line.startsWith("Action:"))).containsExactly("Action: failed");
    }

    @Test
    void an_address_that_is_not_ascii_is_said_in_utf_8() throws IOException {
        Message report = report(bounced(0, "b\u00fccher@example.org", NO_SUCH_USER));
        assertThat(parts(report).get(1).getMimeType()).isEqualTo("message/global-delivery-status");
        assertThat(text(parts(report).get(1))).contains("Final-Recipient: utf-8; b\u00fccher@example.org");
        assertThat(text(parts(report).getFirst())).contains("<b\u00fccher@example.org>");
    }

    @Test
    void a_thousand_recipients_give_a_short_letter_and_a_long_report() throws IOException {
        Settlement[] many = new Settlement[1000];
        Arrays.setAll(many, n -> bounced(n, "u" + n + "@x.test", NO_SUCH_USER));
        Message report = report(many);
        assertThat(text(parts(report).getFirst()).lines().filter(line -> line.startsWith("<")))
                .hasSize(Explanation.MAX_RECIPIENTS);
        assertThat(text(parts(report).get(1)).lines().filter(line -> line.startsWith("Final-Recipient:")))
                .hasSize(1000);
    }

    @Test
    void whatever_the_original_is_a_report_is_written_and_holds_no_bare_line_break() {
        Random random = new Random(3464);
        String[] pieces = {
            "From: a",
            "\r\n",
            "\n",
            "\r",
            "\0",
            "\u00ff",
            " ",
            ":",
            "Message-ID: <",
            ">",
            "--",
            "Subject: =?utf-8?q?=",
            "\r\n\r\n",
            "x".repeat(1200)
        };
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            original = text.toString().getBytes(StandardCharsets.ISO_8859_1);
            entered.clear();
            enter(Item.Wording.ASCII, Mails.ALICE, List.of(bounced(0, "bob@example.org", NO_SUCH_USER)));
            String bare = entered.getFirst().replace("\r\n", "");
            assertThat(bare).as("report on <%s>", text).doesNotContain("\n", "\r", "\0");
        }
    }

    private Message report(Settlement... failures) throws IOException {
        enter(Item.Wording.ASCII, Mails.ALICE, List.of(failures));
        byte[] octets = entered.getFirst().getBytes(StandardCharsets.ISO_8859_1);
        return new DefaultMessageBuilder().parseMessage(new ByteArrayInputStream(octets));
    }

    private void enter(Item.Wording wording, ReversePath from, List<Settlement> failures) {
        Item item = item(from, wording);
        List<Settlement> ofItem =
                failures.stream().map(failure -> of(item, failure)).toList();
        reports().report(ofItem).await().atMost(Duration.ofSeconds(10));
    }

    private DeliveryReports reports() {
        Original beginning =
                (item, octets) -> Uni.createFrom().item(Arrays.copyOf(original, Math.min(octets, original.length)));
        NoticeSubmitter submitter = (tenant, to, notice) -> {
            assertThat(to).isEqualTo(EmailAddress.of("alice@here.test"));
            entered.add(new String(notice, StandardCharsets.ISO_8859_1));
            return Uni.createFrom().voidItem();
        };
        return new DeliveryReports(
                DomainName.of("here.test"),
                beginning,
                submitter,
                new DeliveryReports.Sources(() -> Mails.NOON, new Random(1), new Uuid7(() -> Mails.NOON)));
    }

    private Item item(ReversePath from, Item.Wording wording) {
        BlobRef blob = new BlobRef(Mails.TENANT, new BlobHash(1, 0, 0, 0), original.length);
        return new Item(Mails.item(1, from).email(), from, new Prefix(new byte[0]), blob, wording, Mails.NOON);
    }

    private static Settlement bounced(int n, String recipient, Cause cause) {
        Lease lease = Mails.lease(Mails.item(1, Mails.ALICE), n, recipient);
        return new Settlement.Bounced(result(lease, Outcome.of(cause)), cause);
    }

    private static Settlement expired(int n, String recipient) {
        Cause cause = Cause.observed(Scope.HOST, "4.4.1", "No connection");
        Lease lease = Mails.lease(Mails.item(1, Mails.ALICE), n, recipient);
        return new Settlement.Expired(result(lease, Outcome.of(cause)), cause);
    }

    private static AttemptResult result(Lease lease, Outcome outcome) {
        return new AttemptResult(lease, outcome, new Contact.None(), Mails.NOON, Mails.NOON.plusSeconds(1));
    }

    private static Settlement of(Item item, Settlement failure) {
        Lease old = failure.result().lease();
        Lease lease = new Lease(old.token(), item, old.number(), old.recipient(), old.destination(), old.attempts());
        AttemptResult result = result(lease, failure.result().outcome());
        return switch (failure) {
            case Settlement.Bounced bounced -> new Settlement.Bounced(result, bounced.cause());
            case Settlement.Expired expired -> new Settlement.Expired(result, expired.cause());
            case Settlement.Delivered delivered -> delivered;
            case Settlement.Deferred deferred -> deferred;
        };
    }

    private static List<Entity> parts(Message report) {
        return ((Multipart) report.getBody()).getBodyParts();
    }

    private static String field(Message report, String name) {
        return report.getHeader().getField(name).getBody();
    }

    private static String text(Entity part) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (part.getBody()) {
            case SingleBody single -> single.writeTo(out);
            case Message message -> {
                out.writeBytes(message.getHeader().toString().getBytes(StandardCharsets.UTF_8));
                ((SingleBody) message.getBody()).writeTo(out);
            }
            default -> throw new AssertionError(part.getBody());
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
