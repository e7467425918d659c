package dev.posthaste.mailbox;

class InMemoryMailboxTest implements FolderStoreContract, MailboxStoreContract {

    private final MailboxWorld world = new InMemoryMailboxWorld();

    @Override
    public MailboxWorld world() {
        return world;
    }
}
