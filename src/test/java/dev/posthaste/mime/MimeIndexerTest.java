package dev.posthaste.mime;

import static dev.posthaste.mime.IndexChecks.index;
import static dev.posthaste.mime.IndexChecks.octets;
import static dev.posthaste.mime.IndexChecks.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MimeIndexerTest {

    /** The message of RFC 2049 appendix A, with shortened contents. */
    private static final String COMPLEX = """
            MIME-Version: 1.0
            From: Nathaniel Borenstein <nsb@nsb.fv.com>
            To: Ned Freed <ned@innosoft.com>
            Date: Fri, 07 Oct 1994 16:15:05 -0700 (PDT)
            Subject: A multipart example
            Content-Type: multipart/mixed;
                          boundary=unique-boundary-1

            This is the preamble area of a multipart message.

            --unique-boundary-1

              ... Some text appears here ...

            --unique-boundary-1
            Content-type: text/plain; charset=US-ASCII

            This could have been part of the previous part.

            --unique-boundary-1
            Content-Type: multipart/parallel; boundary=unique-boundary-2

            --unique-boundary-2
            Content-Type: audio/basic
            Content-Transfer-Encoding: base64

              ... base64-encoded 8000 Hz ...

            --unique-boundary-2
            Content-Type: image/jpeg
            Content-Transfer-Encoding: base64

              ... base64-encoded image data ...

            --unique-boundary-2--

            --unique-boundary-1
            Content-type: text/enriched

            This is <bold><italic>enriched.</italic></bold>

            --unique-boundary-1
            Content-Type: message/rfc822

            From: (mailbox in US-ASCII)
            To: (address in US-ASCII)
            Subject: (subject in US-ASCII)
            Content-Type: Text/plain; charset=ISO-8859-1
            Content-Transfer-Encoding: Quoted-printable

              ... Additional text in ISO-8859-1 goes here ...

            --unique-boundary-1--
            """;

    @Test
    void the_complex_multipart_of_rfc_2049_appendix_a_is_taken_apart() {
        byte[] message = octets(COMPLEX);
        MimeIndex index = index(COMPLEX).index();
        assertThat(index.parts())
                .extracting(MimeIndex.Numbered::number)
                .containsExactly("1", "2", "3", "3.1", "3.2", "4", "5", "5.1");
        assertThat(index.parts())
                .extracting(numbered -> numbered.part().type().essence())
                .containsExactly(
                        "text/plain",
                        "text/plain",
                        "multipart/parallel",
                        "audio/basic",
                        "image/jpeg",
                        "text/enriched",
                        "message/rfc822",
                        "text/plain");
        Part first = index.part(1).orElseThrow();
        assertThat(text(message, first.header())).isEqualTo("\r\n");
        assertThat(text(message, first.body())).isEqualTo("  ... Some text appears here ...\r\n");
        assertThat(first.lines()).isEqualTo(1);
        assertThat(first.type()).isEqualTo(ContentType.TEXT_PLAIN);
        Part image = index.part(3, 2).orElseThrow();
        assertThat(text(message, image.body())).isEqualTo("  ... base64-encoded image data ...\r\n");
        assertThat(image.fields().transferEncoding()).isEqualTo("base64");
        Part nested = index.part(5).orElseThrow();
        assertThat(nested.message().orElseThrow().envelope().subject()).contains("(subject in US-ASCII)");
        assertThat(nested.lines()).isEqualTo(7);
        assertThat(index.part(5, 1)).contains(nested.message().orElseThrow().root());
        assertThat(text(message, index.part(5, 1).orElseThrow().body()))
                .isEqualTo("  ... Additional text in ISO-8859-1 goes here ...\r\n");
        assertThat(index.root().type().parameters().plain("boundary")).contains("unique-boundary-1");
    }

    @Test
    void parts_are_numbered_as_rfc_9051_section_6_4_5_numbers_them() {
        String message = """
                Content-Type: multipart/mixed; boundary=a

                --a
                Content-Type: text/plain

                1
                --a
                Content-Type: application/octet-stream

                2
                --a
                Content-Type: message/rfc822

                Subject: 3
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain

                3.1
                --b
                Content-Type: application/octet-stream

                3.2
                --b--
                --a
                Content-Type: multipart/mixed; boundary=c

                --c
                Content-Type: image/gif

                4.1
                --c
                Content-Type: message/rfc822

                Subject: 4.2
                Content-Type: multipart/mixed; boundary=d

                --d

                4.2.1
                --d
                Content-Type: multipart/alternative; boundary=e

                --e

                4.2.2.1
                --e
                Content-Type: text/richtext

                4.2.2.2
                --e--
                --d--
                --c--
                --a--
                """;
        byte[] octets = octets(message);
        MimeIndex index = index(message).index();
        for (MimeIndex.Numbered numbered : index.parts()) {
            if (numbered.part().content() instanceof Part.Content.Opaque) {
                assertThat(text(octets, numbered.part().body())).isEqualTo(numbered.number());
            }
        }
        assertThat(index.parts())
                .extracting(MimeIndex.Numbered::number)
                .containsExactly(
                        "1", "2", "3", "3.1", "3.2", "4", "4.1", "4.2", "4.2.1", "4.2.2", "4.2.2.1", "4.2.2.2");
        for (MimeIndex.Numbered numbered : index.parts()) {
            int[] path = Arrays.stream(numbered.number().split("\\."))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            assertThat(index.part(path)).contains(numbered.part());
        }
        assertThat(index.part(3)
                        .orElseThrow()
                        .message()
                        .orElseThrow()
                        .envelope()
                        .subject())
                .contains("3");
        for (int[] none : new int[][] {{0}, {5}, {1, 1}, {-1}, {3, 3}, {3, 1, 1}, {2, 2}}) {
            assertThat(index.part(none)).isEmpty();
        }
        assertThat(index.part()).contains(index.root());
    }

    @Test
    void part_1_of_a_plain_message_is_its_body() {
        MimeIndex index = index("Subject: s\n\nbody\n").index();
        assertThat(index.part(1)).contains(index.root());
        assertThat(index.part(2)).isEmpty();
        assertThat(index.part(1, 1)).isEmpty();
        assertThat(index.part(1, 1, 1)).isEmpty();
    }

    @Test
    void the_envelope_of_rfc_9051_is_read() {
        Envelope envelope = index("""
                Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)
                Subject: IMAP4rev2 WG mtg
                  summary and minutes
                From: Terry Gray <gray@cac.example>
                To: imap@cac.example
                cc: minutes@cnri.example, John Klensin <KLENSIN@mit.example>
                In-Reply-To:
                Message-Id: <B27397-0100000@cac.example>
                References: <1@a.example> <2@
                 b.example>

                """).index().envelope();
        assertThat(envelope.date()).contains("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)");
        assertThat(envelope.sentAt().orElseThrow()).hasToString("1996-07-17T02:23:25-07:00");
        assertThat(envelope.subject()).contains("IMAP4rev2 WG mtg  summary and minutes");
        assertThat(envelope.from().entries()).containsExactly(new Mailbox("Terry Gray", "", "gray", "cac.example"));
        assertThat(envelope.sender()).isEqualTo(AddressList.EMPTY);
        assertThat(envelope.senderOrFrom()).isEqualTo(envelope.from());
        assertThat(envelope.replyToOrFrom()).isEqualTo(envelope.from());
        assertThat(envelope.to().mailboxes()).extracting(Mailbox::spec).containsExactly("imap@cac.example");
        assertThat(envelope.cc().mailboxes()).hasSize(2);
        assertThat(envelope.bcc().isEmpty()).isTrue();
        assertThat(envelope.inReplyTo()).contains("");
        assertThat(envelope.messageId()).contains("<B27397-0100000@cac.example>");
        assertThat(envelope.id()).contains("<B27397-0100000@cac.example>");
        assertThat(envelope.references()).containsExactly("<1@a.example>", "<2@b.example>");
        Envelope empty = index("X: y\n\n").index().envelope();
        assertThat(empty.date()).isEmpty();
        assertThat(empty.subject()).isEmpty();
        assertThat(empty).isEqualTo(Envelope.EMPTY);
    }

    @Test
    void of_duplicate_fields_the_first_counts() {
        Envelope envelope = index("From: a@x.test\nSubject: one\nFrom: b@y.test\nSubject: two\n\n")
                .index()
                .envelope();
        assertThat(envelope.from().mailboxes()).extracting(Mailbox::spec).containsExactly("a@x.test");
        assertThat(envelope.subject()).contains("one");
    }

    @Test
    void all_content_fields_are_kept() {
        ContentFields fields = index("""
                Content-Type: application/pdf; name=a.pdf
                Content-ID: <id@example.org>
                Content-Description: a =?utf-8?Q?=C3=A4?=
                Content-Transfer-Encoding: BASE64 (really)
                Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==
                Content-Disposition: ATTACHMENT; filename*=utf-8''%C3%A4.pdf; size=12
                Content-Language: en, de-AT (Austrian)
                Content-Location: http://example.org/

                """).index().root().fields();
        assertThat(fields)
                .isEqualTo(new ContentFields(
                        new ContentType("application", "pdf", Parameters.of("name", "a.pdf")),
                        "<id@example.org>",
                        "a =?utf-8?Q?=C3=A4?=",
                        "base64",
                        "Q2hlY2sgSW50ZWdyaXR5IQ==",
                        new ContentDisposition(
                                "attachment",
                                new Parameters(List.of(
                                        new Parameter("filename*", "utf-8''%C3%A4.pdf"), new Parameter("size", "12")))),
                        List.of("en", "de-AT"),
                        "http://example.org/"));
        assertThat(fields.disposition().isAttachment()).isTrue();
    }

    @Test
    void parts_of_a_digest_are_messages_by_default() {
        MimeIndex index = index("""
                Content-Type: multipart/digest; boundary=x

                --x

                Subject: one

                body
                --x
                Content-Type: text/plain

                text
                --x--
                """).index();
        assertThat(index.part(1).orElseThrow().type().essence()).isEqualTo("message/rfc822");
        assertThat(index.part(1)
                        .orElseThrow()
                        .message()
                        .orElseThrow()
                        .envelope()
                        .subject())
                .contains("one");
        assertThat(index.part(2).orElseThrow().type().essence()).isEqualTo("text/plain");
    }

    @Test
    void a_type_that_cannot_be_read_is_text() {
        assertThat(index("Content-Type: rubbish\n\n").index().root().type()).isEqualTo(ContentType.TEXT_PLAIN);
    }

    @Test
    void the_line_end_before_a_boundary_belongs_to_it() {
        byte[] message = octets("Content-Type: multipart/mixed; boundary=x\n\n--x\n\na\n\n--x\n\n--x\n--x--\n");
        MimeIndex index = MimeIndexer.index(message).index();
        assertThat(text(message, index.part(1).orElseThrow().body())).isEqualTo("a\r\n");
        assertThat(index.part(1).orElseThrow().lines()).isEqualTo(1);
        assertThat(text(message, index.part(2).orElseThrow().header())).isEqualTo("\r\n");
        assertThat(index.part(2).orElseThrow().body().length()).isZero();
        assertThat(index.part(2).orElseThrow().lines()).isZero();
        assertThat(index.part(3).orElseThrow().whole().length()).isZero();
    }

    @Test
    void bare_lf_divides_lines_for_structure_and_stays_in_the_octets() {
        String text = "Subject: s\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\na\nb\n--x--\n";
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        MimeIndex index = MimeIndexer.index(message).index();
        assertThat(text(message, index.part(1).orElseThrow().body())).isEqualTo("a\nb");
        assertThat(index.part(1).orElseThrow().lines()).isEqualTo(1);
    }

    @Test
    void a_boundary_that_begins_another_is_not_mistaken_for_it() {
        String message = """
                Content-Type: multipart/mixed; boundary=foo

                --foo
                Content-Type: multipart/mixed; boundary=foobar

                --foobar

                inner
                --foobarbaz is text
                --foobar--
                --foobar is text by now
                --foo

                outer
                --foo--
                """;
        byte[] octets = octets(message);
        MimeIndex index = index(message).index();
        assertThat(index.parts()).extracting(MimeIndex.Numbered::number).containsExactly("1", "1.1", "2");
        assertThat(text(octets, index.part(1, 1).orElseThrow().body())).isEqualTo("inner\r\n--foobarbaz is text");
        assertThat(text(octets, index.part(2).orElseThrow().body())).isEqualTo("outer");
    }

    @Test
    void an_outer_boundary_ends_inner_parts_that_have_none() {
        MimeIndex index = index("""
                Content-Type: multipart/mixed; boundary=a

                --a
                Content-Type: multipart/mixed; boundary=b

                --b

                inner
                --a \t

                outer
                """).index();
        assertThat(index.parts()).extracting(MimeIndex.Numbered::number).containsExactly("1", "1.1", "2");
    }

    @Test
    void a_multipart_without_parts_or_boundary_is_opaque() {
        for (String type : List.of(
                "multipart/mixed",
                "multipart/mixed; boundary=\"\"",
                "multipart/mixed; boundary=x",
                "multipart/mixed; boundary=" + "x".repeat(995))) {
            MimeIndex index =
                    index("Content-Type: " + type + "\n\n--\n--y\n\nbody\n").index();
            assertThat(index.root().content()).isEqualTo(new Part.Content.Opaque());
            assertThat(index.part(1)).contains(index.root());
        }
    }

    @Test
    void a_preview_is_plain_text_before_html_and_attachments() {
        Indexed indexed = index("""
                Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
                From: =?utf-8?Q?J=C3=B6rg?= <joerg@example.org>
                To: friends: Bob <bob@example.net>;
                Content-Type: multipart/mixed; boundary=a

                --a
                Content-Type: text/csv; charset=utf-8
                Content-Disposition: attachment; filename="Zahlen.csv"

                eins;zwei
                --a
                Content-Type: text/html; charset=utf-8
                Content-Transfer-Encoding: quoted-printable

                <p>Sch=C3=B6ner=
                 Text</p>
                --a
                Content-Type: text/plain; charset=iso-8859-1
                Content-Transfer-Encoding: base64

                U2No9m5lciAgIFRleHQ=
                --a
                Content-Type: message/rfc822

                Subject: inner

                Innerer Text
                --a--
                """);
        assertThat(indexed.preview()).isEqualTo("Sch\u00F6ner Text");
        assertThat(indexed.searchText())
                .isEqualTo("gr\u00FC\u00DFe j\u00F6rg joerg@example.org friends bob bob@example.net zahlen.csv"
                        + " eins;zwei sch\u00F6ner text sch\u00F6ner text innerer text");
    }

    @Test
    void an_empty_text_part_leaves_the_preview_to_html() {
        assertThat(index("""
                Content-Type: multipart/alternative; boundary=a

                --a

                \u0020
                --a
                Content-Type: text/html

                <style>p { x: y }</style><p>Hello &amp; goodbye
                --a--
                """).preview()).isEqualTo("Hello & goodbye");
    }

    @Test
    void places_move_when_trace_fields_come_before_the_message() {
        MimeIndex index = index(COMPLEX).index();
        MimeIndex moved = index.shiftedBy(100);
        assertThat(moved.root().header())
                .isEqualTo(new Span(0, index.root().header().length() + 100));
        assertThat(moved.size()).isEqualTo(index.size() + 100);
        for (int i = 0; i < index.parts().size(); i++) {
            Part before = index.parts().get(i).part();
            Part after = moved.parts().get(i).part();
            assertThat(after.body())
                    .isEqualTo(
                            new Span(before.body().offset() + 100, before.body().length()));
            assertThat(after.header())
                    .isEqualTo(new Span(
                            before.header().offset() + 100, before.header().length()));
        }
        assertThat(moved.envelope()).isEqualTo(index.envelope());
        assertThat(index.shiftedBy(0)).isEqualTo(index);
    }

    @Test
    void a_shifted_index_equals_that_of_the_longer_message() {
        String prefix = "Received: from x\r\n by y\r\n";
        MimeIndex shifted = index(COMPLEX).index().shiftedBy(prefix.length());
        assertThat(MimeIndexer.index(octets(prefix + COMPLEX)).index()).isEqualTo(shifted);
    }

    @Test
    void an_index_of_a_simple_message_is_small() {
        byte[] stored = index("""
                From: Alice Example <alice@example.net>
                To: Bob <bob@example.org>
                Subject: Minutes of the meeting
                Date: Fri, 21 Nov 2025 09:55:06 +0000
                Message-ID: <abc.123@example.net>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8

                Hello
                """).index().encode();
        assertThat(stored).hasSizeLessThan(400);
        assertThat(stored[0]).isEqualTo((byte) 1);
    }
}
