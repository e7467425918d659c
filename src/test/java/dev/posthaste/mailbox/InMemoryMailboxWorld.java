package dev.posthaste.mailbox;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;

/** The world of {@link InMemoryMailbox}. */
final class InMemoryMailboxWorld implements MailboxWorld {

    private final InMemoryMailbox mailbox = new InMemoryMailbox();

    @Override
    public FolderStore folders() {
        return mailbox;
    }

    @Override
    public MailboxStore messages() {
        return mailbox;
    }

    @Override
    public ChangeFeed feed() {
        return mailbox.feed();
    }

    @Override
    public AccountId account(long quotaOctets, long quotaMessages) {
        return mailbox.account(quotaOctets, quotaMessages);
    }

    @Override
    public long deliver(AccountId account, FolderId folder, Letter letter) {
        return mailbox.deliver(account, folder, letter).uid();
    }

    @Override
    public long references(AccountId account, byte[] bytes) {
        return mailbox.references(account, bytes);
    }
}
