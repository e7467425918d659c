package dev.posthaste.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Composing messages of untrusted text, and parsing untrusted messages. */
class WritingFuzzTest {

    private static final String[] WORDS = {
        "a",
        "word ",
        " ",
        "  ",
        "\t",
        "=?utf-8?q?x?=",
        "=?",
        "?=",
        "\u00E4",
        "\u4F60\u597D",
        "\uD83D\uDE00",
        "\"",
        "\\",
        "(",
        ",",
        "longlonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglong",
        ":",
        ".",
        "@"
    };

    @Test
    void a_field_that_is_written_is_one_field_of_short_lines_and_says_the_same() {
        Fuzz.cases(5322, chance -> {
            String text = Fuzz.text(chance, 12, WORDS).strip();
            HeaderField field = HeaderField.of("Subject", text);
            assertThat(new String(field.raw(), ISO_8859_1)).matches("Subject:[ -~\t]*\r\n([ \t][ -~\t]*\r\n)*");
            assertThat(field.decodedValue().replaceAll("[ \t]+", " ")).isEqualTo(text.replaceAll("[ \t]+", " "));
            assertThat(HeaderBlock.parse(field.raw()).fields()).hasSize(1);
            assertThat(HeaderField.written(field.raw()).raw()).isEqualTo(field.raw());
        });
    }

    @Test
    void a_control_character_makes_no_field() {
        Fuzz.cases(822, chance -> {
            String text = Fuzz.text(chance, 4, WORDS)
                    + Fuzz.oneOf(chance, "\r", "\n", "\0", "\r\nBcc: x", "\u007F", "\u0085")
                    + Fuzz.text(chance, 4, WORDS);
            try {
                HeaderField field = HeaderField.of("Subject", text);
                assertThat(field.raw()).as("stripped at the edge").doesNotContain(0);
                assertThat(HeaderBlock.parse(field.raw()).fields()).hasSize(1);
            } catch (HeaderSyntaxException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        });
    }

    @Test
    void fields_that_are_taken_from_a_header_leave_the_others_as_they_were() {
        Fuzz.cases(5965, chance -> {
            byte[] header = Fuzz.text(
                            chance,
                            12,
                            "Bcc: a\r\n",
                            "bcc : b\n",
                            "To: c\r\n",
                            " more\r\n",
                            "\tmore\n",
                            "From x\r\n",
                            "no field",
                            "\r\n",
                            "Subject: =?\n",
                            ":\r\n",
                            "Bcc:")
                    .getBytes(ISO_8859_1);
            HeaderBlock block = HeaderBlock.parse(header);
            HeaderBlock without = block.without("Bcc");
            assertThat(without.first("Bcc")).isEmpty();
            assertThat(HeaderBlock.parse(without.toBytes()).first("Bcc")).isEmpty();
            assertThat(without.fields())
                    .hasSize(block.fields().size() - block.all("bcc").size());
            assertThat(HeaderBlock.parse(without.toBytes()).toBytes()).isEqualTo(without.toBytes());
        });
    }

    @Test
    void octets_in_quoted_printable_or_base_64_come_back_and_what_is_neither_is_survived() {
        Fuzz.cases(2045, chance -> {
            byte[] octets = Fuzz.text(chance, 30, "a", "=", " ", "\t", "\r\n", ".", "\u00E4", "From ", "-", "\0")
                    .getBytes(UTF_8);
            byte[] written = QuotedPrintable.encode(octets);
            assertThat(ContentDecoder.decode(TransferEncoding.QUOTED_PRINTABLE, written))
                    .isEqualTo(octets);
            assertThat(new String(written, ISO_8859_1).split("\r\n", -1)).allMatch(line -> line.length() <= 76);
            byte[] broken = Fuzz.damaged(chance, written);
            assertThat(ContentDecoder.decode(TransferEncoding.QUOTED_PRINTABLE, broken))
                    .hasSizeLessThanOrEqualTo(broken.length);
            assertThat(ContentDecoder.decode(TransferEncoding.BASE64, broken)).hasSizeLessThanOrEqualTo(broken.length);
        });
    }

    @Test
    void any_octets_in_any_charset_are_text_without_unpaired_surrogates() {
        List<String> charsets = List.of(
                "utf-8",
                "us-ascii",
                "iso-8859-1",
                "windows-1252",
                "utf-7",
                "iso-2022-jp",
                "shift_jis",
                "gb18030",
                "koi8-r",
                "utf-16",
                "utf-32",
                "x-unknown",
                "",
                "cp037",
                "\u00E4",
                "../etc");
        Fuzz.cases(2978, chance -> {
            byte[] octets = new byte[chance.nextInt(40)];
            chance.nextBytes(octets);
            String text = MailCharset.decode(octets, charsets.get(chance.nextInt(charsets.size())));
            assertThat(Arrays.equals(
                            text.getBytes(UTF_8), text.replace('\uD800', '?').getBytes(UTF_8)))
                    .isTrue();
            assertThat(text.codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
        });
    }

    @Test
    void any_html_is_text_within_its_limit_without_its_hidden_parts() {
        Fuzz.cases(1866, chance -> {
            String html = Fuzz.text(
                    chance,
                    25,
                    "<",
                    ">",
                    "<p>",
                    "</p>",
                    "<script>",
                    "</script>",
                    "<style",
                    "<!--",
                    "-->",
                    "&",
                    ";",
                    "&amp;",
                    "&#x110000;",
                    "&#0;",
                    "&#55296;",
                    "&nbsp",
                    "\"",
                    "'",
                    "text",
                    " ",
                    "=",
                    "/",
                    "<a href='>'>",
                    "\0",
                    "\u00E4",
                    "<title>");
            String message = "Content-Type: text/html; charset=utf-8\n\n" + html + "<script>hidden</script>";
            Indexed indexed = MimeIndexer.index(message.getBytes(UTF_8));
            assertThat(indexed.preview()).doesNotContain("\0");
            assertThat(indexed.searchText().codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
        });
    }
}
