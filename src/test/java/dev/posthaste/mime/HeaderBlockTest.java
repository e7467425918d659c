package dev.posthaste.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.Vectors;
import dev.posthaste.Vectors.Vector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderBlockTest {

    private static final String HEADER = """
            Received: from a
            \tby b
            From: Alice <alice@example.org>
            Bcc: secret@example.org,
              other@example.org
            >From nobody
            SUBJECT : a =?utf-8?Q?=C3=A4?=
               folded one

            """.replace("\n", "\r\n");

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(HeaderBlock header) {
        return new String(header.toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void an_unchanged_header_is_written_octet_for_octet() {
        assertThat(text(HeaderBlock.parse(octets(HEADER + "Body: no field\r\n"))))
                .isEqualTo(HEADER);
        for (String odd : List.of(
                "",
                "\r\n",
                "\n",
                "A: b",
                "A: b\n C\n\n",
                " starts folded\r\nA: b\r\n\r\n",
                "A: b\rc\r\n",
                ":\r\n",
                "\0")) {
            assertThat(text(HeaderBlock.parse(octets(odd)))).isEqualTo(odd);
        }
    }

    @Test
    void headers_of_the_world_are_written_octet_for_octet() {
        for (Vector vector : Vectors.own()) {
            long length =
                    MimeIndexer.index(vector.octets()).index().root().header().length();
            byte[] header = Arrays.copyOf(vector.octets(), (int) length);
            assertThat(HeaderBlock.parse(vector.octets()).toBytes())
                    .as(vector.name())
                    .isEqualTo(header);
        }
    }

    @Test
    void a_field_is_found_in_any_case_and_unfolded() {
        HeaderBlock header = HeaderBlock.parse(octets(HEADER));
        HeaderField subject = header.first("subject").orElseThrow();
        assertThat(subject.name()).isEqualTo("SUBJECT");
        assertThat(subject.value()).isEqualTo("a =?utf-8?Q?=C3=A4?=   folded one");
        assertThat(subject.decodedValue()).isEqualTo("a \u00E4   folded one");
        assertThat(HEADER.substring(
                        (int) subject.span().offset(), (int) subject.span().end()))
                .isEqualTo(new String(subject.raw(), StandardCharsets.UTF_8));
        assertThat(header.first("Cc")).isEmpty();
    }

    @Test
    void bcc_goes_with_its_folded_lines_and_nothing_else_does() {
        assertThat(text(HeaderBlock.parse(octets(HEADER)).without("bcc")))
                .isEqualTo(HEADER.replace("Bcc: secret@example.org,\r\n  other@example.org\r\n", ""));
    }

    @Test
    void fields_are_added_at_the_end() throws HeaderSyntaxException {
        HeaderField field = HeaderField.of("X-Added", "yes");
        HeaderBlock header = HeaderBlock.parse(octets("A: b\r\n\r\n"));
        assertThat(text(header.withLast(field))).isEqualTo("A: b\r\nX-Added: yes\r\n\r\n");
        assertThat(text(HeaderBlock.parse(octets("A: b")).withLast(field))).isEqualTo("A: b\r\nX-Added: yes\r\n");
    }

    @Test
    void header_fields_of_imap_are_chosen_in_any_case() {
        HeaderBlock header = HeaderBlock.parse(octets("From: a\r\nTo: b\r\n c\r\nX: d"));
        assertThat(text(header.only(List.of("TO", "cc")))).isEqualTo("To: b\r\n c\r\n\r\n");
        assertThat(text(header.except(List.of("to", "x")))).isEqualTo("From: a\r\n\r\n");
    }

    @Test
    void duplicate_from_fields_are_all_seen() {
        HeaderBlock header = HeaderBlock.parse(octets("From: a@x.test\r\nSubject: s\r\nfrom: b@y.test\r\n\r\n"));
        assertThat(header.all("From")).extracting(HeaderField::value).containsExactly("a@x.test", "b@y.test");
    }

    @Test
    void no_text_breaks_out_of_its_field() {
        for (String text :
                List.of("a\r\nBcc: x", "a\nBcc: x", "a\rBcc: x", "a\0b", "a\r\n\r\nbody", "\u0085", "a\u007Fb")) {
            assertThatThrownBy(() -> HeaderField.of("X-Test", text)).isInstanceOf(HeaderSyntaxException.class);
            assertThatThrownBy(() -> HeaderField.structured("X-Test", text)).isInstanceOf(HeaderSyntaxException.class);
        }
        for (String name : List.of("", "a b", "a:b", "a\r\nb", "\u00E4", "a\0")) {
            assertThatThrownBy(() -> HeaderField.of(name, "text")).isInstanceOf(HeaderSyntaxException.class);
        }
    }

    @Test
    void a_written_field_is_taken_if_it_is_exactly_one() throws HeaderSyntaxException {
        byte[] signature = octets("DKIM-Signature: v=1;\r\n\tb=abc\r\n");
        assertThat(HeaderField.written(signature).raw()).isEqualTo(signature);
        for (String bad : List.of(
                "A: b",
                "A: b\n",
                "A: b\r\nC: d\r\n",
                "A: b\r\n\r\n",
                "A: b\r\n \r\n c\r\n",
                "",
                "A: \0\r\n",
                "A b\r\n")) {
            assertThatThrownBy(() -> HeaderField.written(octets(bad)))
                    .as(bad)
                    .isInstanceOf(HeaderSyntaxException.class);
        }
        assertThatThrownBy(() -> HeaderField.written(octets("A: " + "b".repeat(1000) + "\r\n")))
                .isInstanceOf(HeaderSyntaxException.class);
    }

    @Test
    void long_text_is_folded_and_unfolds_to_the_same() throws HeaderSyntaxException {
        String text = "word ".repeat(60) + "and  two spaces " + "x".repeat(200) + " end";
        HeaderField field = HeaderField.of("Subject", text);
        String raw = new String(field.raw(), StandardCharsets.UTF_8);
        assertThat(field.value()).isEqualTo(text);
        assertThat(raw.split("\r\n"))
                .hasSizeGreaterThan(4)
                .allMatch(line -> line.length() <= 78 || line.length() == 201);
    }

    @Test
    void a_word_that_no_line_holds_is_encoded_rather_than_sent() throws HeaderSyntaxException {
        HeaderField field = HeaderField.of("Subject", "x".repeat(5_000));
        assertThat(field.decodedValue()).isEqualTo("x".repeat(5_000));
        assertThat(new String(field.raw(), StandardCharsets.UTF_8).split("\r\n"))
                .allMatch(line -> line.length() <= 78);
    }
}
