package dev.posthaste.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.address.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageComposerTest {

    private static final Mailbox ALICE = Mailbox.of("Alice Example", EmailAddress.of("alice@example.org"));
    private static final Mailbox BOB = Mailbox.of(EmailAddress.of("bob@example.net"));
    private static final OffsetDateTime DATE = OffsetDateTime.parse("1997-11-21T09:55:06-06:00");
    private static final ContentType PNG = new ContentType("image", "png", Parameters.NONE);

    private static MessageComposer composer() {
        return new MessageComposer(new Random(5322))
                .from(ALICE)
                .to(List.of(BOB))
                .date(DATE);
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }

    /** Invariants of every composed message. */
    private static MimeIndex checked(byte[] message) {
        Indexed indexed = MimeIndexer.index(message);
        IndexChecks.check(message, indexed);
        LineCheck lines = LineCheck.of(message);
        assertThat(lines.isTransportable()).isTrue();
        assertThat(text(message)).endsWith("\r\n");
        return indexed.index();
    }

    private static String body(byte[] message, Part part) {
        return DecodedBody.text(part, octets(message, part));
    }

    private static byte[] octets(byte[] message, Part part) {
        return Arrays.copyOfRange(
                message, (int) part.body().offset(), (int) part.body().end());
    }

    @Test
    void a_plain_message_is_what_one_would_write_by_hand() throws HeaderSyntaxException {
        byte[] message = composer()
                .subject("Saying Hello")
                .messageId("1234@local.machine.example")
                .inReplyTo(List.of("<0@example.net>"))
                .references(List.of("<0@example.net>", "1@example.net"))
                .header("X-Mailer", "none")
                .text("This is a message just to say hello.\nSo, \"Hello\".")
                .compose();
        assertThat(text(message)).isEqualTo("""
                Date: Fri, 21 Nov 1997 09:55:06 -0600
                From: Alice Example <alice@example.org>
                To: bob@example.net
                Subject: Saying Hello
                Message-ID: <1234@local.machine.example>
                In-Reply-To: <0@example.net>
                References: <0@example.net> <1@example.net>
                X-Mailer: none
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 7bit

                This is a message just to say hello.
                So, "Hello".
                """.replace("\n", "\r\n"));
        checked(message);
    }

    @Test
    void text_html_inline_images_and_attachments_are_nested_as_readers_expect() throws HeaderSyntaxException {
        byte[] image = new byte[1_000];
        new Random(1).nextBytes(image);
        byte[] message = composer()
                .subject("Gr\u00FC\u00DFe")
                .text("Sch\u00F6ner Text")
                .html("<p>Sch\u00F6ner Text <img src=\"cid:logo@x\"></p>")
                .inline("logo@x", Attachment.of("logo.png", PNG, image))
                .attach(Attachment.of("\u65E5\u672C\u8A9E.png", PNG, image))
                .attach(Attachment.of("", PNG, new byte[0]))
                .compose();
        MimeIndex index = checked(message);
        assertThat(index.parts())
                .extracting(numbered ->
                        numbered.number() + ' ' + numbered.part().type().essence())
                .containsExactly(
                        "1 multipart/alternative",
                        "1.1 text/plain",
                        "1.2 multipart/related",
                        "1.2.1 text/html",
                        "1.2.2 image/png",
                        "2 image/png",
                        "3 image/png");
        assertThat(index.root().type().essence()).isEqualTo("multipart/mixed");
        assertThat(index.envelope().decodedSubject()).isEqualTo("Gr\u00FC\u00DFe");
        Part inline = index.part(1, 2, 2).orElseThrow();
        assertThat(inline.fields().id()).isEqualTo("<logo@x>");
        assertThat(inline.fields().disposition().type()).isEqualTo("inline");
        assertThat(DecodedBody.octets(inline, octets(message, inline))).isEqualTo(image);
        Part attached = index.part(2).orElseThrow();
        assertThat(attached.fields().disposition().isAttachment()).isTrue();
        assertThat(attached.filename()).contains("\u65E5\u672C\u8A9E.png");
        assertThat(attached.fields().disposition().parameters().plain("filename"))
                .contains("___.png");
        assertThat(body(message, index.part(1, 1).orElseThrow())).isEqualTo("Sch\u00F6ner Text");
        assertThat(index.part(3).orElseThrow().filename()).isEmpty();
        assertThat(text(message)).matches("[ -~\r\n]*");
    }

    @Test
    void a_multipart_of_one_part_is_that_part() throws HeaderSyntaxException {
        assertThat(checked(composer().html("<p>x</p>").compose()).root().type().essence())
                .isEqualTo("text/html");
        assertThat(checked(composer().text("x").html("<p>x</p>").compose())
                        .root()
                        .type()
                        .essence())
                .isEqualTo("multipart/alternative");
        assertThat(checked(composer().compose()).root().type().essence()).isEqualTo("text/plain");
        MimeIndex noHtml = checked(composer()
                .text("x")
                .inline("a@b", Attachment.of("a.png", PNG, new byte[1]))
                .compose());
        assertThat(noHtml.root().type().essence()).isEqualTo("multipart/mixed");
    }

    @Test
    void names_and_addresses_that_are_not_ascii_come_back() throws HeaderSyntaxException {
        Mailbox joerg = Mailbox.of("J\u00F6rg \"X\" M\u00FCller, Dr.", EmailAddress.of("joerg@b\u00FCcher.example"));
        Mailbox user = Mailbox.of("", EmailAddress.of("\u7528\u6237@example.org"));
        Mailbox quoted = Mailbox.of("A, B", EmailAddress.of("\"a b\"@example.org"));
        byte[] message = new MessageComposer(new Random(1))
                .from(List.of(joerg))
                .sender(quoted)
                .replyTo(List.of(user))
                .to(List.of(new Address.Group("Fr\u00E9unde", List.of(joerg, quoted))))
                .cc(List.of(quoted, user))
                .date(DATE)
                .text("x")
                .compose();
        Envelope envelope = checked(message).envelope();
        assertThat(envelope.from().mailboxes().getFirst().decodedName()).isEqualTo(joerg.name());
        assertThat(envelope.from().mailboxes().getFirst().host()).isEqualTo("xn--bcher-kva.example");
        assertThat(envelope.sender().mailboxes()).containsExactly(quoted);
        assertThat(envelope.cc().mailboxes()).containsExactly(quoted, user);
        assertThat(envelope.to().entries().getFirst()).isInstanceOf(Address.Group.class);
        assertThat(envelope.to().mailboxes()).hasSize(2);
        assertThat(envelope.replyTo().mailboxes()).containsExactly(user);
    }

    @Test
    void many_recipients_and_long_subjects_are_folded() throws HeaderSyntaxException {
        List<Mailbox> many = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            many.add(Mailbox.of("N\u00E4me " + i, EmailAddress.of("r" + i + "@example.org")));
        }
        byte[] message = composer()
                .to(many)
                .subject("\u00E4 word ".repeat(100))
                .text("x")
                .compose();
        assertThat(text(message).split("\r\n")).allMatch(line -> line.length() <= HeaderField.GOOD_LINE);
        Envelope envelope = checked(message).envelope();
        assertThat(envelope.to().mailboxes()).hasSize(500);
        assertThat(envelope.decodedSubject())
                .isEqualTo("\u00E4 word ".repeat(100).strip());
    }

    @Test
    void nothing_that_a_caller_gives_can_add_a_header_field() {
        for (String evil : List.of("x\r\nBcc: y", "x\nBcc: y", "x\rBcc: y", "x\0y")) {
            assertThatThrownBy(() -> composer().subject(evil).compose()).isInstanceOf(HeaderSyntaxException.class);
            assertThatThrownBy(() -> composer().header("X-A", evil)).isInstanceOf(HeaderSyntaxException.class);
            assertThatThrownBy(() -> composer().header(evil, "a")).isInstanceOf(HeaderSyntaxException.class);
            assertThatThrownBy(() -> composer().messageId(evil)).isInstanceOf(HeaderSyntaxException.class);
            assertThatThrownBy(() -> composer().references(List.of(evil))).isInstanceOf(HeaderSyntaxException.class);
            assertThatThrownBy(() -> composer().inReplyTo(List.of(evil))).isInstanceOf(HeaderSyntaxException.class);
            for (Mailbox mailbox : List.of(
                    new Mailbox(evil, "", "a", "example.org"),
                    new Mailbox("", evil, "a", "example.org"),
                    new Mailbox("", "", evil, "example.org"),
                    new Mailbox("", "", "a", evil))) {
                assertThatThrownBy(() -> composer().to(List.of(mailbox)).compose())
                        .isInstanceOf(HeaderSyntaxException.class);
            }
            assertThatThrownBy(() -> composer()
                            .to(List.of(new Address.Group(evil, List.of())))
                            .compose())
                    .isInstanceOf(HeaderSyntaxException.class);
            assertThatThrownBy(() -> composer().attach(Attachment.of(evil, PNG, new byte[0])))
                    .isInstanceOf(HeaderSyntaxException.class);
            assertThatThrownBy(() -> composer().inline(evil, Attachment.of("a", PNG, new byte[0])))
                    .isInstanceOf(HeaderSyntaxException.class);
            ContentType type = new ContentType("image", evil, Parameters.NONE);
            assertThatThrownBy(() -> composer().attach(Attachment.of("a", type, new byte[0])))
                    .isInstanceOf(HeaderSyntaxException.class);
            ContentType named = new ContentType("image", "png", Parameters.of(evil, "x"));
            assertThatThrownBy(() -> composer().attach(Attachment.of("a", named, new byte[0])))
                    .isInstanceOf(HeaderSyntaxException.class);
        }
    }

    @Test
    void a_type_parameter_with_a_line_end_stays_in_its_field() throws HeaderSyntaxException {
        ContentType type = new ContentType("image", "png", Parameters.of("x", "a\r\nBcc: b"));
        byte[] message =
                composer().attach(Attachment.of("a", type, new byte[0])).compose();
        assertThat(text(message)).doesNotContain("\nBcc");
        checked(message);
    }

    @Test
    void structural_and_trace_fields_cannot_be_set() {
        for (String name : List.of(
                "Content-Type",
                "content-foo",
                "MIME-Version",
                "Bcc",
                "bcc",
                "From",
                "Received",
                "Return-Path",
                "DKIM-Signature",
                "ARC-Seal",
                "Date",
                "Subject")) {
            assertThatThrownBy(() -> composer().header(name, "x")).as(name).isInstanceOf(HeaderSyntaxException.class);
        }
    }

    @Test
    void extra_fields_repeat_in_their_order_up_to_the_limit() throws HeaderSyntaxException {
        MessageComposer composer = composer().text("x");
        for (int i = 0; i < MessageComposer.MAX_EXTRA_FIELDS; i++) {
            composer.header("X-Tag", "t\u00E4g " + i);
        }
        assertThatThrownBy(() -> composer.header("X-Tag", "one more")).isInstanceOf(HeaderSyntaxException.class);
        List<HeaderField> tags = HeaderBlock.parse(composer.compose()).all("x-tag");
        assertThat(tags).hasSize(MessageComposer.MAX_EXTRA_FIELDS);
        assertThat(tags.get(7).decodedValue()).isEqualTo("t\u00E4g 7");
    }

    @Test
    void a_message_must_have_from_and_date() {
        assertThatThrownBy(() -> new MessageComposer(new Random(1)).date(DATE).compose())
                .isInstanceOfSatisfying(
                        HeaderSyntaxException.class, e -> assertThat(e.field()).isEqualTo("From"));
        assertThatThrownBy(() -> new MessageComposer(new Random(1)).from(ALICE).compose())
                .isInstanceOfSatisfying(
                        HeaderSyntaxException.class, e -> assertThat(e.field()).isEqualTo("Date"));
    }

    @Test
    void any_line_end_in_text_becomes_crlf_and_long_lines_and_nuls_are_encoded() throws HeaderSyntaxException {
        byte[] message = composer().text("a\nb\rc\r\nd\n\re").compose();
        assertThat(body(message, checked(message).root())).isEqualTo("a\r\nb\r\nc\r\nd\r\n\r\ne\r\n");
        String odd = "x".repeat(5_000) + "\0 \r\n.\r\n\u65E5\u672C";
        for (String text : List.of(odd, "\u65E5\u672C\u8A9E".repeat(500), "trailing \t\r\n=41", "\uD800")) {
            byte[] encoded = composer().text(text).compose();
            Part part = checked(encoded).root();
            assertThat(body(encoded, part).stripTrailing())
                    .isEqualTo(text.replace('\uD800', '?').stripTrailing());
        }
    }

    @Test
    void a_boundary_is_in_none_of_the_parts_even_if_chance_is_on_the_attackers_side() throws HeaderSyntaxException {
        byte[] message = new MessageComposer(() -> 0L)
                .from(ALICE)
                .date(DATE)
                .text("--=_1_000000000000000000000000\r\n--=_2_000000000000000000000000--\r\nend")
                .html("<p>--=_3_000000000000000000000000")
                .attach(Attachment.of("a", PNG, new byte[9]))
                .compose();
        MimeIndex index = checked(message);
        assertThat(index.parts()).extracting(MimeIndex.Numbered::number).containsExactly("1", "1.1", "1.2", "2");
        assertThat(body(message, index.part(1, 1).orElseThrow())).endsWith("end");
    }

    @Test
    void an_attached_message_stays_a_message() throws HeaderSyntaxException {
        byte[] inner = composer().subject("inner").text("\u00E4").compose();
        ContentType type = new ContentType("message", "rfc822", Parameters.NONE);
        byte[] message = composer()
                .text("see below")
                .attach(Attachment.of("m.eml", type, inner))
                .compose();
        MimeIndex index = checked(message);
        assertThat(index.part(2)
                        .orElseThrow()
                        .message()
                        .orElseThrow()
                        .envelope()
                        .subject())
                .contains("inner");
        assertThat(octets(message, index.part(2).orElseThrow())).isEqualTo(inner);
        byte[] broken = "Subject: x\n\nbare lf\0".getBytes(StandardCharsets.UTF_8);
        byte[] other = composer().attach(Attachment.of("m.eml", type, broken)).compose();
        Part part = checked(other).part(2).orElseThrow();
        assertThat(part.type().essence()).isEqualTo("application/octet-stream");
        assertThat(DecodedBody.octets(part, octets(other, part))).isEqualTo(broken);
    }

    @Test
    void a_delivery_report_of_rfc_3464_has_its_three_parts() throws HeaderSyntaxException {
        byte[] failed = composer().subject("lost").text("x").compose();
        String status =
                "Reporting-MTA: dns; mail.example.org\n\nFinal-Recipient: rfc822; bob@example.net\nAction: failed\nStatus: 5.1.1\n";
        byte[] message = composer()
                .subject("Undelivered Mail Returned to Sender")
                .header("Auto-Submitted", "auto-replied")
                .deliveryReport("I am sorry, \u00E4h.", status, Returned.message(failed))
                .compose();
        MimeIndex index = checked(message);
        assertThat(index.root().type().essence()).isEqualTo("multipart/report");
        assertThat(index.root().type().parameters().get("report-type")).contains("delivery-status");
        assertThat(index.parts())
                .extracting(numbered -> numbered.part().type().essence())
                .containsExactly("text/plain", "message/delivery-status", "message/rfc822", "text/plain");
        assertThat(octets(message, index.part(3).orElseThrow())).isEqualTo(failed);
        assertThat(body(message, index.part(2).orElseThrow())).isEqualTo(status.replace("\n", "\r\n"));
    }

    @Test
    void a_delivery_report_gives_back_a_header_where_the_message_cannot_travel() throws HeaderSyntaxException {
        byte[] failed = "Subject: s\n\nbare lf".getBytes(StandardCharsets.UTF_8);
        for (Returned returned : List.of(Returned.message(failed), Returned.header(failed))) {
            byte[] message = composer()
                    .deliveryReport("sorry", "Status: 5.0.0\r\n", returned)
                    .compose();
            Part part = checked(message).part(3).orElseThrow();
            assertThat(part.type().essence()).isEqualTo("text/rfc822-headers");
            assertThat(body(message, part)).isEqualTo("Subject: s\r\n\r\n");
        }
        byte[] none = composer()
                .deliveryReport("sorry", "Final-Recipient: utf-8; \u7528\u6237@x", Returned.nothing())
                .compose();
        MimeIndex index = checked(none);
        assertThat(index.root().parts()).hasSize(2);
        assertThat(index.part(2).orElseThrow().type().essence()).isEqualTo("message/global-delivery-status");
        assertThat(index.root().fields().transferEncoding()).isEqualTo("8bit");
        assertThatThrownBy(() -> composer().deliveryReport("", "a\0", Returned.nothing()))
                .isInstanceOf(HeaderSyntaxException.class);
    }
}
