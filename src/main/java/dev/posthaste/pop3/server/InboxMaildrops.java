package dev.posthaste.pop3.server;

import dev.posthaste.id.AccountId;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MessageBytes;
import dev.posthaste.mailbox.StoredMessage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.Optional;

/** The INBOX of an account as a maildrop. */
final class InboxMaildrops implements MaildropStore {

    /** Of a larger INBOX a session sees the newest: 3.2 MB in memory for as long as it lasts. */
    static final int MAX_MESSAGES = 100_000;

    /** So many are removed in one transaction, during which nothing can be delivered to the account. */
    static final int DELETIONS = 10_000;

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
    public Uni<Void> remove(Maildrop maildrop, long[] uids) {
        return Multi.createFrom()
                .range(0, Math.ceilDiv(uids.length, DELETIONS))
                .map(portion ->
                        Arrays.copyOfRange(uids, portion * DELETIONS, Math.min(uids.length, (portion + 1) * DELETIONS)))
                .onItem()
                .transformToUniAndConcatenate(some -> messages.delete(maildrop.account(), maildrop.folder(), some))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Maildrop> open(AccountId account, Folder inbox) {
        return messages.sizes(account, inbox.id(), MAX_MESSAGES)
                .map(Optional::orElseThrow)
                .map(sizes -> new Maildrop(account, inbox.id(), sizes));
    }

    private Multi<byte[]> pieces(StoredMessage message) {
        return bytes.stream(message, 0, message.size());
    }
}
