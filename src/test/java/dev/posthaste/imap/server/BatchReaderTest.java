package dev.posthaste.imap.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.mailbox.Excerpt;
import dev.posthaste.mailbox.InMemoryMailbox;
import dev.posthaste.mailbox.Letter;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MailboxStore.Portion;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BatchReaderTest {

    private final InMemoryMailbox mailbox = new InMemoryMailbox();
    private final AccountId account = mailbox.account();
    private final FolderId inbox = mailbox.inbox(account);
    private final List<List<Long>> asked = new ArrayList<>();

    @Test
    void each_slice_is_read_while_the_one_before_is_written_and_none_earlier() {
        given(6, "small");
        BatchReader batches = reader(new long[] {1, 2}, new long[] {3, 4}, new long[] {5, 6});

        assertThat(asked).containsExactly(List.of(1L, 2L));
        assertThat(next(batches)).containsExactly(1L, 2L);
        assertThat(asked).containsExactly(List.of(1L, 2L), List.of(3L, 4L));
        assertThat(next(batches)).containsExactly(3L, 4L);
        assertThat(asked).hasSize(3);
        assertThat(batches.hasNext()).isTrue();
        assertThat(next(batches)).containsExactly(5L, 6L);
        assertThat(batches.hasNext()).isFalse();
        assertThat(asked).hasSize(3);
        assertThat(batches.isIncomplete()).isFalse();
    }

    @Test
    void what_did_not_fit_is_asked_for_again() {
        int fit = MailboxStore.READ_TOGETHER / MailboxStore.WHOLE_MAX;
        given(fit + 1, "x".repeat(MailboxStore.WHOLE_MAX));
        long[] all = LongStream.rangeClosed(1, fit + 1L).toArray();
        BatchReader batches = reader(all);

        assertThat(next(batches)).hasSize(fit);
        assertThat(next(batches)).containsExactly(fit + 1L);
        assertThat(batches.hasNext()).isFalse();
        assertThat(batches.isIncomplete()).isFalse();
    }

    @Test
    void messages_that_are_gone_are_noticed_and_end_nothing() {
        given(5, "small");
        mailbox.delete(account, inbox, new long[] {2, 3, 4}).await().indefinitely();
        BatchReader batches = reader(new long[] {1, 2}, new long[] {3, 4}, new long[] {5});

        assertThat(next(batches)).containsExactly(1L);
        assertThat(next(batches)).isEmpty();
        assertThat(next(batches)).isEmpty();
        assertThat(next(batches)).containsExactly(5L);
        assertThat(batches.hasNext()).isFalse();
        assertThat(batches.isIncomplete()).isTrue();
    }

    @Test
    void of_no_messages_there_is_one_empty_batch() {
        BatchReader batches = reader();

        assertThat(batches.hasNext()).isFalse();
        assertThat(next(batches)).isEmpty();
        assertThat(asked).isEmpty();
        assertThat(batches.isIncomplete()).isFalse();
    }

    @Test
    void what_cannot_be_read_fails_when_its_turn_comes() {
        given(2, "small");
        Iterator<long[]> slices = List.of(new long[] {1}, new long[] {2}).iterator();
        BatchReader batches = new BatchReader(
                slices,
                uids -> uids[0] == 1
                        ? mailbox.read(account, inbox, uids, Portion.WHOLE)
                        : Uni.createFrom().failure(new IllegalStateException("the store is gone")));

        assertThat(next(batches)).containsExactly(1L);
        assertThatThrownBy(() -> next(batches)).hasMessageContaining("the store is gone");
    }

    private BatchReader reader(long[]... slices) {
        return new BatchReader(List.of(slices).iterator(), uids -> {
            asked.add(LongStream.of(uids).boxed().toList());
            return mailbox.read(account, inbox, uids, Portion.WHOLE);
        });
    }

    private static List<Long> next(BatchReader batches) {
        List<Excerpt> batch = batches.next().await().indefinitely();
        return batch.stream().map(excerpt -> excerpt.message().uid()).toList();
    }

    private void given(int messages, String text) {
        for (int i = 0; i < messages; i++) {
            mailbox.deliver(account, inbox, Letter.of(text));
        }
    }
}
