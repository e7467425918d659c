package dev.posthaste.mime;

import static dev.posthaste.mime.IndexChecks.check;
import static dev.posthaste.mime.IndexChecks.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class HostileMessagesTest {

    private static MimeIndex indexed(String text) {
        byte[] message = octets(text);
        Indexed indexed = Assertions.assertTimeout(Duration.ofSeconds(10), () -> MimeIndexer.index(message));
        check(message, indexed);
        return indexed.index();
    }

    @Test
    void of_ten_thousand_parts_the_rest_beyond_the_limit_is_opaque() {
        MimeIndex index = indexed("Content-Type: multipart/mixed; boundary=x\n\n"
                + "--x\n\na\n".repeat(9_999)
                + "--x\nContent-Type: message/rfc822\n\nSubject: the last\n\nbody\n--x--\n");
        assertThat(index.root().parts()).hasSize(MimeIndexer.MAX_PARTS);
    }

    @Test
    void the_ten_thousandth_part_may_be_a_message_and_an_outer_boundary_still_counts() {
        MimeIndex index = indexed(
                "Content-Type: multipart/mixed; boundary=y\n\n--y\nContent-Type: multipart/mixed; boundary=x\n\n"
                        + "--x\nContent-Type: message/rfc822\n\nSubject: s\n\nb\n".repeat(10_000)
                        + "--x--\n--y\n\nnever counted\n--y--\n");
        assertThat(index.part(1).orElseThrow().parts()).hasSize(MimeIndexer.MAX_PARTS - 1);
        assertThat(index.root().parts()).hasSize(1);
    }

    @Test
    void a_thousand_multiparts_within_each_other_are_read_to_the_limit() {
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            message.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        Part part = indexed(message.toString()).root();
        int depth = 1;
        while (!part.parts().isEmpty()) {
            part = part.parts().getFirst();
            depth++;
        }
        assertThat(depth).isEqualTo(MimeIndexer.MAX_DEPTH);
    }

    @Test
    void a_thousand_messages_within_each_other_are_read_to_the_limit() {
        Part part = indexed("Content-Type: message/rfc822\n\n".repeat(1_000)).root();
        int depth = 1;
        while (part.message().isPresent()) {
            part = part.message().get().root();
            depth++;
        }
        assertThat(depth).isEqualTo(MimeIndexer.MAX_DEPTH);
    }

    @Test
    void a_header_line_of_a_mebibyte_hides_no_other_field() {
        MimeIndex index = indexed("X-Long: " + "x".repeat(1 << 20) + "\nSubject: found\n\nbody\n");
        assertThat(index.envelope().subject()).contains("found");
        MimeIndex longSubject = indexed("Subject: " + "x".repeat(1 << 20) + "\nFrom: a@x.test\n\nbody\n");
        assertThat(longSubject.envelope().subject().orElseThrow().length())
                .isLessThanOrEqualTo(MimeIndexer.MAX_FIELD_OCTETS);
        assertThat(longSubject.envelope().from().mailboxes()).hasSize(1);
    }

    @Test
    void a_flood_of_header_fields_costs_no_memory_and_hides_no_other_field() {
        MimeIndex index = indexed(
                "X-Flood: a\n".repeat(200_000) + "Received: x\n  y\n".repeat(10_000) + "Subject: found\n\nbody\n");
        assertThat(index.envelope().subject()).contains("found");
        assertThat(index.encode()).hasSizeLessThan(100);
    }

    @Test
    void a_flood_of_long_part_headers_is_kept_within_bounds() {
        String part = "--x\nContent-Description: " + "d".repeat(60_000) + "\n\nbody\n";
        MimeIndex index = indexed("Content-Type: multipart/mixed; boundary=x\n\n" + part.repeat(200) + "--x--\n");
        assertThat(index.root().parts()).hasSize(200);
        assertThat(index.encode().length).isLessThan(MimeIndexer.MAX_ALL_HEADER_OCTETS + 50_000);
    }

    @Test
    void a_flood_of_parameters_is_read_to_the_limit() {
        StringBuilder type = new StringBuilder("Content-Type: text/plain");
        for (int i = 0; i < 5_000; i++) {
            type.append("; name*").append(i).append("*=a");
        }
        assertThat(indexed(type + "\n\nbody\n").root().type().parameters().written())
                .hasSize(Parameters.MAX_PARAMETERS);
    }

    @Test
    void nuls_are_survived_and_do_not_reach_the_texts() {
        byte[] message = octets("From: admin@bank.example\0 <a@x.test>\nSubject: a\0b\n\nbo\0dy \0\0\n");
        Indexed indexed = MimeIndexer.index(message);
        check(message, indexed);
        assertThat(indexed.index().envelope().subject()).contains("a\uFFFDb");
        assertThat(indexed.preview()).isEqualTo("bo dy");
        assertThat(indexed.index()
                        .envelope()
                        .from()
                        .mailboxes()
                        .getFirst()
                        .address()
                        .orElseThrow())
                .hasToString("a@x.test");
    }

    @Test
    void without_an_empty_line_all_is_header() {
        MimeIndex index = indexed("Subject: s\nHello, this is\n no body at all");
        assertThat(index.root().body().length()).isZero();
        assertThat(index.envelope().subject()).contains("s");
        assertThat(indexed("").root().whole()).isEqualTo(new Span(0, 0));
        assertThat(indexed("\n").root().header()).isEqualTo(new Span(0, 2));
    }

    @Test
    void a_part_whose_header_a_boundary_cuts_off_is_empty() {
        MimeIndex index = indexed("""
                Content-Type: multipart/mixed; boundary=x

                --x
                Content-Type: multipart/mixed; boundary=y
                --x
                Content-Type: message/rfc822
                --x
                Content-Type: message/rfc822

                Subject: cut
                --x--
                """);
        assertThat(index.root().parts()).hasSize(3);
        assertThat(index.part(3, 1).orElseThrow().body().length()).isZero();
        assertThat(index.part(3)
                        .orElseThrow()
                        .message()
                        .orElseThrow()
                        .envelope()
                        .subject())
                .contains("cut");
    }

    @Test
    void a_missing_end_boundary_ends_with_the_message() {
        byte[] message = octets("Content-Type: multipart/mixed; boundary=x\n\n--x\n\nbody\nlast");
        MimeIndex index = indexed("Content-Type: multipart/mixed; boundary=x\n\n--x\n\nbody\nlast");
        assertThat(IndexChecks.text(message, index.part(1).orElseThrow().body()))
                .isEqualTo("body\r\nlast");
        assertThat(indexed("Content-Type: multipart/mixed; boundary=x\n\n--x\n\nbody\n--x--")
                        .part(1)
                        .orElseThrow()
                        .body()
                        .length())
                .isEqualTo(4);
        assertThat(indexed("Content-Type: multipart/mixed; boundary=x\n\n--x\n\nbody\n--x")
                        .root()
                        .parts())
                .hasSize(1);
    }

    @Test
    void lines_that_look_like_boundaries_of_many_levels_take_time_in_proportion() {
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            String boundary = "b".repeat(900) + (char) ('a' + i % 26) + i;
            message.append("Content-Type: multipart/mixed; boundary=")
                    .append(boundary)
                    .append("\n\n--")
                    .append(boundary)
                    .append('\n');
        }
        message.append('\n')
                .append(("--" + "b".repeat(899) + "\n").repeat(5_000))
                .append("--".repeat(500_000));
        assertThat(indexed(message.toString()).root().parts()).hasSize(1);
    }

    @Test
    void boundaries_of_the_same_name_within_each_other_are_read_somehow() {
        MimeIndex index = indexed("Content-Type: multipart/mixed; boundary=x\n\n"
                + "--x\nContent-Type: multipart/mixed; boundary=x\n\n".repeat(5)
                + "--x\n\nbody\n--x--\n--x--\n--x--\n");
        assertThat(index.root().parts()).isNotEmpty();
    }

    @Test
    void a_large_message_is_indexed_in_pieces_without_being_kept() {
        MimeIndexer indexer = new MimeIndexer();
        byte[] header = octets("Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: application/pdf\n\n");
        byte[] piece = "0123456789abcdef\r\n".repeat(3_640).getBytes(StandardCharsets.US_ASCII);
        indexer.feed(header, 0, header.length);
        for (int i = 0; i < 2_000; i++) {
            indexer.feed(piece, 0, piece.length);
        }
        MimeIndex index = indexer.finish().index();
        assertThat(index.part(1).orElseThrow().body().length()).isEqualTo(2_000L * piece.length);
        assertThat(index.part(1).orElseThrow().lines()).isEqualTo(2_000L * 3_640);
    }

    @Test
    void encoded_words_by_the_hundred_thousand_take_time_in_proportion() {
        assertThat(indexed("Subject: " + "=?utf-8?Q?a?= ".repeat(9_000) + "\n\n")
                        .envelope()
                        .decodedSubject())
                .isEqualTo("a".repeat(9_000));
    }

    @Test
    void charsets_that_nobody_knows_by_the_thousand_take_time_in_proportion() {
        StringBuilder subject = new StringBuilder("Subject: ");
        for (int i = 0; i < 6_000; i++) {
            subject.append("=?x-").append(i).append("?Q?a?= ");
        }
        assertThat(indexed(subject + "\n\n").envelope().decodedSubject()).isEqualTo("a".repeat(6_000));
    }

    @Test
    void garbage_is_no_index() {
        byte[] stored = indexed("Subject: s\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\na\n--x--\n")
                .encode();
        for (int length = 0; length < stored.length; length++) {
            byte[] cut = Arrays.copyOf(stored, length);
            assertThatThrownBy(() -> MimeIndex.decode(cut)).isInstanceOf(IndexFormatException.class);
        }
        byte[] longer = Arrays.copyOf(stored, stored.length + 1);
        assertThatThrownBy(() -> MimeIndex.decode(longer)).isInstanceOf(IndexFormatException.class);
        byte[] deep = new byte[100_000];
        Arrays.fill(deep, (byte) 2);
        deep[0] = 1;
        assertThatThrownBy(() -> MimeIndex.decode(deep)).isInstanceOf(IndexFormatException.class);
    }
}
