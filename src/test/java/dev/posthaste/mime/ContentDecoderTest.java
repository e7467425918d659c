package dev.posthaste.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContentDecoderTest {

    private static String decode(TransferEncoding encoding, String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        String whole = new String(ContentDecoder.decode(encoding, octets), StandardCharsets.ISO_8859_1);
        assertThat(new String(inPieces(encoding, octets, 1), StandardCharsets.ISO_8859_1))
                .isEqualTo(whole);
        return whole;
    }

    private static byte[] inPieces(TransferEncoding encoding, byte[] octets, int size) {
        ContentDecoder decoder = ContentDecoder.of(encoding);
        OctetBuffer out = new OctetBuffer();
        for (int at = 0; at < octets.length; at += size) {
            out.append(decoder.decode(octets, at, Math.min(size, octets.length - at)));
        }
        out.append(decoder.finish());
        return out.copy();
    }

    @Test
    void base64_comes_back_byte_identical() throws IOException {
        Random random = new Random(64);
        Part part = new Part(new Span(0, 0), new Span(0, 0), 0, base64Fields(), new Part.Content.Opaque());
        for (int i = 0; i < Fuzz.CASES; i++) {
            byte[] content = new byte[random.nextInt(300)];
            random.nextBytes(content);
            byte[] encoded = Base64.getMimeEncoder().encode(content);
            assertThat(ContentDecoder.decode(TransferEncoding.BASE64, encoded)).isEqualTo(content);
            assertThat(inPieces(TransferEncoding.BASE64, encoded, random.nextInt(1, 9)))
                    .isEqualTo(content);
            assertThat(DecodedBody.stream(part, new ByteArrayInputStream(encoded))
                            .readAllBytes())
                    .isEqualTo(content);
        }
    }

    private static ContentFields base64Fields() {
        return new ContentFields(ContentType.TEXT_PLAIN, "", "", "base64", "", ContentDisposition.NONE, List.of(), "");
    }

    @Test
    void base64_passes_over_rubbish_and_reads_through_padding() {
        assertThat(decode(TransferEncoding.BASE64, "SGVs\r\n bG8*!\0=")).isEqualTo("Hello");
        assertThat(decode(TransferEncoding.BASE64, "SGU=bGxv")).isEqualTo("Hello");
        assertThat(decode(TransferEncoding.BASE64, "SGVsbG8")).isEqualTo("Hello");
        assertThat(decode(TransferEncoding.BASE64, "====")).isEmpty();
        assertThat(decode(TransferEncoding.BASE64, "S")).isEmpty();
    }

    @Test
    void the_example_of_rfc_2045_section_6_7_is_decoded() {
        assertThat(decode(
                        TransferEncoding.QUOTED_PRINTABLE,
                        "Now's the time =\r\nfor all folk to come=\r\n to the aid of their country."))
                .isEqualTo("Now's the time for all folk to come to the aid of their country.");
    }

    @Test
    void quoted_printable_is_read_as_it_is_meant() {
        assertThat(decode(TransferEncoding.QUOTED_PRINTABLE, "a=E4=e4=3D\r\n")).isEqualTo("a\u00E4\u00E4=\r\n");
        assertThat(decode(TransferEncoding.QUOTED_PRINTABLE, "trailing \t \r\nnext\n"))
                .isEqualTo("trailing\r\nnext\n");
        assertThat(decode(TransferEncoding.QUOTED_PRINTABLE, "soft= \t\r\nbreak=\nlf"))
                .isEqualTo("softbreaklf");
        assertThat(decode(TransferEncoding.QUOTED_PRINTABLE, "bad =4 =ZZ == =4Z = x"))
                .isEqualTo("bad =4 =ZZ == =4Z = x");
        assertThat(decode(TransferEncoding.QUOTED_PRINTABLE, "end=")).isEqualTo("end");
        assertThat(decode(TransferEncoding.QUOTED_PRINTABLE, "end=4")).isEqualTo("end=4");
        assertThat(decode(TransferEncoding.QUOTED_PRINTABLE, "bare\rreturn")).isEqualTo("bare\rreturn");
        assertThat(decode(TransferEncoding.QUOTED_PRINTABLE, "x" + " ".repeat(5_000) + "y")
                        .length())
                .isEqualTo(5_002);
    }

    @Test
    void quoted_printable_that_we_write_is_read_back_equal_and_has_short_lines() {
        Random random = new Random(45);
        for (int i = 0; i < Fuzz.CASES; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(200); j > 0; j--) {
                text.append(
                        switch (random.nextInt(8)) {
                            case 0 -> "\r\n";
                            case 1 -> " ";
                            case 2 -> "\u00E4";
                            case 3 -> "=";
                            case 4 -> "\t";
                            default -> Character.toString(random.nextInt(1, 256));
                        });
            }
            byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
            byte[] encoded = QuotedPrintable.encode(octets);
            assertThat(ContentDecoder.decode(TransferEncoding.QUOTED_PRINTABLE, encoded))
                    .isEqualTo(octets);
            assertThat(new String(encoded, StandardCharsets.ISO_8859_1).split("\r\n"))
                    .allMatch(line -> line.length() <= 76);
        }
    }

    @Test
    void encodings_that_change_nothing_change_nothing() {
        byte[] octets = {0, 1, (byte) 0xFF, '\r', '\n', '='};
        assertThat(TransferEncoding.of("X-Unknown")).isEqualTo(TransferEncoding.UNKNOWN);
        assertThat(TransferEncoding.of("BASE64")).isEqualTo(TransferEncoding.BASE64);
        for (TransferEncoding encoding : new TransferEncoding[] {
            TransferEncoding.SEVEN_BIT, TransferEncoding.EIGHT_BIT, TransferEncoding.BINARY, TransferEncoding.UNKNOWN
        }) {
            assertThat(ContentDecoder.decode(encoding, octets)).isEqualTo(octets);
            assertThat(inPieces(encoding, octets, 2)).isEqualTo(octets);
        }
    }

    @Test
    void charsets_are_read_by_name_and_by_likelihood() {
        byte[] utf8 = "Gr\u00FC\u00DFe \u20AC".getBytes(StandardCharsets.UTF_8);
        byte[] latin = {'G', 'r', (byte) 0xFC, (byte) 0xDF, 'e'};
        assertThat(MailCharset.decode(utf8, "UTF-8")).isEqualTo("Gr\u00FC\u00DFe \u20AC");
        assertThat(MailCharset.decode(utf8, "no-such-charset")).isEqualTo("Gr\u00FC\u00DFe \u20AC");
        assertThat(MailCharset.decode(utf8, "")).isEqualTo("Gr\u00FC\u00DFe \u20AC");
        assertThat(MailCharset.decode(latin, "us-ascii")).isEqualTo("Gr\u00FC\u00DFe");
        assertThat(MailCharset.decode(latin, "utf-8")).isEqualTo("Gr\u00FC\u00DFe");
        assertThat(MailCharset.decode(latin, "iso-8859-1")).isEqualTo("Gr\u00FC\u00DFe");
        assertThat(MailCharset.decode(new byte[] {(byte) 0x80}, "ISO-8859-1")).isEqualTo("\u20AC");
        assertThat(MailCharset.decode(new byte[] {(byte) 0xD6, (byte) 0xD0}, "gb2312"))
                .isEqualTo("\u4E2D");
        assertThat(MailCharset.decode(latin, "../../etc/\0\uD800")).isEqualTo("Gr\u00FC\u00DFe");
        assertThat(MailCharset.decode(utf8, "iso-2022-jp")).isEqualTo("Gr\u00FC\u00DFe \u20AC");
        assertThat(MailCharset.decode(utf8, "utf-16le").length()).isPositive();
    }

    @Test
    void text_that_is_cut_within_a_character_is_still_utf_8() {
        byte[] utf8 = "\u20AC\u20AC".getBytes(StandardCharsets.UTF_8);
        assertThat(MailCharset.decode(Arrays.copyOf(utf8, 5), "utf-8")).isEqualTo("\u20AC");
    }
}
