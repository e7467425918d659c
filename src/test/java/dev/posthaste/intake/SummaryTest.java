package dev.posthaste.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.id.AccountId;
import dev.posthaste.mime.MimeIndexer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final AccountId ALICE = new AccountId(new UUID(1, 2));
    private static final AccountId BOB = new AccountId(new UUID(3, 4));

    @Test
    void replies_share_the_thread_of_the_first_message_in_each_account() {
        Summary first = of("Message-ID: <1@a.test>\r\nSubject: Lunch\r\n\r\n");
        Summary second = of("Message-ID: <2@a.test>\r\nIn-Reply-To: <1@a.test>\r\nSubject: Re: Lunch\r\n\r\n");
        Summary third =
                of("Message-ID: <3@a.test>\r\nReferences: <1@a.test> <2@a.test>\r\nIn-Reply-To: <2@a.test>\r\n\r\n");

        assertThat(second.thread(ALICE)).isEqualTo(first.thread(ALICE));
        assertThat(third.thread(ALICE)).isEqualTo(first.thread(ALICE));
        assertThat(first.thread(BOB)).isNotEqualTo(first.thread(ALICE));
        assertThat(second.baseSubject()).isEqualTo("Lunch");
    }

    @Test
    void messages_without_an_id_are_threads_of_their_own() {
        assertThat(of("Subject: x\r\n\r\n").threadRoot())
                .isNotEqualTo(of("Subject: x\r\n\r\n").threadRoot());
    }

    @Test
    void the_date_is_kept_if_it_is_one() {
        assertThat(of("Date: Mon, 2 Mar 2026 13:00:00 +0100\r\n\r\n").sentAt())
                .contains(Instant.parse("2026-03-02T12:00:00Z"));
        assertThat(of("Date: tomorrow\r\n\r\n").sentAt()).isEmpty();
        assertThat(of("\r\n").sentAt()).isEmpty();
    }

    @Test
    void an_attachment_is_a_part_that_says_so_or_has_a_file_name() {
        String multipart =
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\n%s\r\n\r\nx\r\n--b--\r\n";
        assertThat(of(multipart.formatted("Content-Disposition: attachment")).attachments())
                .isEqualTo(Summary.Attachments.SOME);
        assertThat(of(multipart.formatted("Content-Type: image/png; name=\"a.png\""))
                        .attachments())
                .isEqualTo(Summary.Attachments.SOME);
        assertThat(of(multipart.formatted("Content-Type: text/html")).attachments())
                .isEqualTo(Summary.Attachments.NONE);
    }

    @Test
    void texts_are_kept_without_nul_and_cut() {
        assertThat(Summary.stored("a\0b")).isEqualTo("ab");
        assertThat(Summary.stored("x".repeat(5_000))).hasSizeLessThanOrEqualTo(Summary.MAX_TEXT);
    }

    private static Summary of(String message) {
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        MimeIndexer indexer = new MimeIndexer();
        indexer.feed(octets, 0, octets.length);
        return Acceptance.Contents.of(indexer.finish()).summary();
    }
}
