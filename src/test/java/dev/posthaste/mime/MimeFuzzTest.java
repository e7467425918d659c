package dev.posthaste.mime;

import static dev.posthaste.mime.IndexChecks.require;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random and partly valid input: no unchecked exception, and all invariants hold. */
class MimeFuzzTest {

    private static final List<String> MESSAGE_PIECES = List.of(
            "Content-Type: multipart/mixed; boundary=a\r\n",
            "Content-Type: multipart/digest; boundary=\"a b\"\r\n",
            "Content-Type: message/rfc822\r\n",
            "Content-Type: text/html; charset=utf-8\r\n",
            "Content-Type: ",
            "Content-Transfer-Encoding: base64\r\n",
            "Content-Transfer-Encoding: quoted-printable\n",
            "\r\n",
            "\n",
            "\r",
            "\r\n\r\n",
            "\n\n",
            "--a\r\n",
            "--a--\r\n",
            "--a b\n",
            "--a b--",
            "--",
            "-",
            "--a",
            "\0",
            " ",
            "\t",
            "From: a <b@c>, d: e@f;\r\n",
            "Subject: =?utf-8?Q?=C3=A4?=\r\n",
            "To: (\\",
            "Date: 1 Jan 2020 00:00\r\n",
            "References: <a@b> <c@d>\r\n",
            "<p>text</p>",
            "<script>",
            "&amp;",
            "=C3=",
            "=\r\n",
            "U2No9m5l",
            "\u00E4",
            "Content-Disposition: attachment; filename*0*=utf-8''%C3; filename*1*=%A4\r\n",
            "x",
            ":",
            ";",
            "\"",
            "=?",
            "?=");

    private static final List<String> HEADER_PIECES = List.of(
            "a",
            "b.c",
            "@",
            "<",
            ">",
            "(",
            ")",
            "\\",
            "\"",
            ",",
            ";",
            ":",
            " ",
            "\t",
            ".",
            "[",
            "]",
            "=?utf-8?Q?=C3=A4?=",
            "=?",
            "?=",
            "=?x?b?",
            "'",
            "%",
            "*",
            "*0",
            "*0*=",
            "=",
            "/",
            "\0",
            "\u00E4",
            "\uD83D",
            "1",
            "Jan",
            "-0500",
            "2020",
            "12:30",
            "utf-8''%41",
            "\r\n ");

    private static String text(Random random, List<String> pieces, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    @Test
    void no_message_breaks_the_indexer_and_pieces_do_not_matter() {
        Random random = new Random(2045);
        int cases = 0;
        for (int i = 0; i < Fuzz.CASES; i++) {
            byte[] message = text(random, MESSAGE_PIECES, 60).getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(10) == 0) {
                random.nextBytes(message);
            }
            Indexed whole = MimeIndexer.index(message);
            IndexChecks.check(message, whole);
            require(IndexChecks.inPieces(message, random).equals(whole), "pieces do not matter");
            cases++;
        }
        assertThat(cases).isEqualTo(Fuzz.CASES);
    }

    @Test
    void no_octets_break_the_reader_of_stored_indexes() {
        Random random = new Random(1);
        byte[] stored = IndexChecks.index("From: a <b@c>, d: e@f;\nContent-Type: multipart/mixed; boundary=a\n\n--a\n"
                        + "Content-Type: message/rfc822\n\nSubject: s\n\nb\n--a--\n")
                .index()
                .encode();
        int read = 0;
        int refused = 0;
        for (int i = 0; i < Fuzz.CASES; i++) {
            byte[] broken = stored.clone();
            for (int j = random.nextInt(1, 6); j > 0; j--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            try {
                MimeIndex index = MimeIndex.decode(broken);
                require(MimeIndex.decode(index.encode()).equals(index), "what was read is written");
                read++;
            } catch (IndexFormatException expected) {
                refused++;
            }
        }
        assertThat(read).isPositive();
        assertThat(read + refused).isEqualTo(Fuzz.CASES);
    }

    @Test
    void no_text_breaks_the_parsers_of_header_values() {
        Random random = new Random(5322);
        int cases = 0;
        for (int i = 0; i < Fuzz.CASES; i++) {
            String value = text(random, HEADER_PIECES, 40);
            for (Mailbox mailbox : AddressList.parse(value).mailboxes()) {
                require(mailbox.address().isEmpty() || !mailbox.host().isEmpty(), "an address has a host");
            }
            require(EncodedWords.decode(value).length() <= value.length(), "decoding never grows");
            Parameters parameters = ContentDisposition.parse("x;a" + value).parameters();
            require(parameters.get("a").orElse("").indexOf('\0') < 0, "no NUL in a parameter");
            require(ContentType.parse("a/b;a" + value).isPresent(), "parameters spoil no type");
            Optional<OffsetDateTime> moment = MailDate.parse(value);
            require(moment.map(MailDate::print).flatMap(MailDate::parse).equals(moment), "a date is printed and read");
            for (String id : MessageIds.parse(value)) {
                require(id.startsWith("<") && id.endsWith(">"), "an id has its brackets");
            }
            require(new StructuredField(value).languages().size() <= value.length(), "a tag has a letter");
            cases++;
        }
        assertThat(cases).isEqualTo(Fuzz.CASES);
    }

    @Test
    void no_header_is_changed_by_reading_it() {
        Random random = new Random(822);
        int cases = 0;
        for (int i = 0; i < Fuzz.CASES; i++) {
            byte[] octets = text(random, MESSAGE_PIECES, 20).getBytes(StandardCharsets.UTF_8);
            byte[] header = HeaderBlock.parse(octets).toBytes();
            require(Arrays.equals(header, Arrays.copyOf(octets, header.length)), "a header as it was");
            long indexed = MimeIndexer.index(octets).index().root().header().length();
            require(indexed == header.length, "the indexer sees the same header");
            cases++;
        }
        assertThat(cases).isEqualTo(Fuzz.CASES);
    }
}
