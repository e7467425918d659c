package dev.posthaste.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.mailbox.InMemoryMailbox;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MailboxStore.Access;
import dev.posthaste.mailbox.MessageBytes;
import dev.posthaste.mailbox.StoredMessage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InboxMaildropsTest {

    private final InMemoryMailbox mailbox = new InMemoryMailbox();
    private final AccountId account = mailbox.account();
    private final FolderId inbox = mailbox.inbox(account);
    private final InboxMaildrops maildrops = new InboxMaildrops(mailbox, mailbox, new MessageBytes(mailbox.blobs()));

    @Test
    void a_maildrop_is_the_inbox_in_the_order_of_uids() {
        StoredMessage first = deliver("first");
        StoredMessage second = deliver("second!");

        Maildrop maildrop = answer(maildrops.open(account));

        assertThat(entries(maildrop))
                .containsExactly(
                        new Maildrop.Entry(first.uid(), first.id(), first.size()),
                        new Maildrop.Entry(second.uid(), second.id(), second.size()));
        assertThat(text(read(maildrop, 2).orElseThrow())).isEqualTo("second!");
    }

    @Test
    void more_messages_than_one_question_may_ask_for_are_all_there() {
        int count = 2 * MailboxStore.MAX_ROWS + 1;
        for (int i = 0; i < count; i++) {
            deliver("message " + i);
        }

        Maildrop maildrop = answer(maildrops.open(account));

        assertThat(maildrop.size()).isEqualTo(count);
        assertThat(entries(maildrop)).extracting(Maildrop.Entry::uid).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void more_messages_than_one_transaction_takes_are_all_removed() {
        deliver("first");
        deliver("second");
        deliver("third");
        Maildrop maildrop = answer(maildrops.open(account));
        long[] many =
                LongStream.range(1000, 1001 + 2 * InboxMaildrops.DELETIONS).toArray();
        many[0] = maildrop.uid(1);
        many[InboxMaildrops.DELETIONS] = maildrop.uid(2);
        many[2 * InboxMaildrops.DELETIONS] = maildrop.uid(3);

        answer(maildrops.remove(maildrop, many));

        assertThat(answer(maildrops.open(account)).size()).isZero();
    }

    @Test
    void an_empty_inbox_is_an_empty_maildrop() {
        assertThat(entries(answer(maildrops.open(account)))).isEmpty();
    }

    @Test
    void what_is_removed_is_gone_and_nothing_else_even_when_it_was_gone_before() {
        deliver("one");
        deliver("two");
        deliver("three");
        Maildrop maildrop = answer(maildrops.open(account));
        long[] firstAndThird = {maildrop.uid(1), maildrop.uid(3)};

        answer(maildrops.remove(maildrop, firstAndThird));
        answer(maildrops.remove(maildrop, firstAndThird));

        assertThat(entries(answer(maildrops.open(account)))).containsExactly(maildrop.entry(2));
        assertThat(read(maildrop, 1)).isEmpty();
    }

    @Test
    void a_unique_id_is_stable_when_the_message_leaves_and_returns() {
        deliver("wanders");
        Maildrop before = answer(maildrops.open(account));
        FolderId archive = mailbox.folderNamed(account, "Archive");
        answer(mailbox.move(account, inbox, new long[] {before.entry(1).uid()}, archive));
        long[] there = answer(mailbox.open(account, archive, Access.READ_ONLY))
                .orElseThrow()
                .uids();
        answer(mailbox.move(account, archive, there, inbox));

        Maildrop after = answer(maildrops.open(account));

        assertThat(after.entry(1).uid()).isNotEqualTo(before.entry(1).uid());
        assertThat(after.entry(1).uniqueId()).isEqualTo(before.entry(1).uniqueId());
    }

    @Test
    void what_is_recent_stays_recent_for_imap() {
        StoredMessage message = deliver("new");

        answer(maildrops.open(account));

        assertThat(answer(mailbox.open(account, inbox, Access.READ_WRITE))
                        .orElseThrow()
                        .firstRecent())
                .isLessThanOrEqualTo(message.uid());
    }

    private static List<Maildrop.Entry> entries(Maildrop maildrop) {
        return IntStream.rangeClosed(1, maildrop.size())
                .mapToObj(maildrop::entry)
                .toList();
    }

    private StoredMessage deliver(String text) {
        return mailbox.deliver(account, inbox, text.getBytes(StandardCharsets.US_ASCII));
    }

    private Optional<Multi<byte[]>> read(Maildrop maildrop, int number) {
        return answer(maildrops.read(maildrop, maildrop.entry(number)));
    }

    private static String text(Multi<byte[]> pieces) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        answer(pieces.collect().asList()).forEach(whole::writeBytes);
        return whole.toString(StandardCharsets.US_ASCII);
    }

    private static <T> T answer(Uni<T> asked) {
        return asked.await().indefinitely();
    }
}
