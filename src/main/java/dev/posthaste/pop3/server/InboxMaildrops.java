package dev.posthaste.pop3.server;

import dev.posthaste.id.AccountId;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.FolderSnapshot;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MessageBytes;
import dev.posthaste.mailbox.StoredMessage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The INBOX of the mailbox room as a maildrop. */
final class InboxMaildrops implements MaildropStore {

    /** Of a larger INBOX a session sees the newest. An entry is some 60 octets in memory for as long as the session lasts. */
    static final int MAX_MESSAGES = 100_000;

    private final FolderStore folders;
    private final MailboxStore messages;
    private final MessageBytes bytes;

    InboxMaildrops(FolderStore folders, MailboxStore messages, MessageBytes bytes) {
        this.folders = folders;
        this.messages = messages;
        this.bytes = bytes;
    }

    @Override
    public Uni<Maildrop> open(AccountId account) {
        return folders.folder(account, FolderName.INBOX)
                .map(Optional::orElseThrow)
                .flatMap(inbox -> open(account, inbox));
    }

    @Override
    public Uni<Optional<Multi<byte[]>>> read(Maildrop maildrop, Maildrop.Entry entry) {
        long[] uid = {entry.uid()};
        return messages.messages(maildrop.account(), maildrop.folder(), uid)
                .map(found -> found.stream().findFirst().map(this::pieces));
    }

    @Override
    public Uni<Void> remove(Maildrop maildrop, List<Long> uids) {
        long[] marked = uids.stream().mapToLong(Long::longValue).toArray();
        return messages.delete(maildrop.account(), maildrop.folder(), marked).replaceWithVoid();
    }

    private Uni<Maildrop> open(AccountId account, Folder inbox) {
        return messages.open(account, inbox.id(), MailboxStore.Access.READ_ONLY)
                .map(Optional::orElseThrow)
                .flatMap(snapshot -> entries(account, snapshot))
                .map(entries -> new Maildrop(account, inbox.id(), entries));
    }

    private Uni<List<Maildrop.Entry>> entries(AccountId account, FolderSnapshot snapshot) {
        long[] uids = snapshot.uids();
        int first = Math.max(0, uids.length - MAX_MESSAGES);
        return Multi.createFrom()
                .range(0, slices(uids.length - first))
                .map(slice -> slice(uids, first + slice * MailboxStore.MAX_ROWS))
                .onItem()
                .transformToMultiAndConcatenate(slice -> entries(account, snapshot.folder(), slice))
                .collect()
                .asList();
    }

    private Multi<Maildrop.Entry> entries(AccountId account, Folder inbox, long[] uids) {
        return messages.messages(account, inbox.id(), uids)
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .map(row -> new Maildrop.Entry(row.uid(), row.id(), row.size()));
    }

    private Multi<byte[]> pieces(StoredMessage message) {
        return bytes.stream(message, 0, message.size());
    }

    private static int slices(int count) {
        return Math.ceilDiv(count, MailboxStore.MAX_ROWS);
    }

    private static long[] slice(long[] uids, int from) {
        return Arrays.copyOfRange(uids, from, Math.min(uids.length, from + MailboxStore.MAX_ROWS));
    }
}
