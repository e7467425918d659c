package dev.posthaste.mailbox;

import io.smallrye.mutiny.Uni;

class InMemoryMaildropLockTest implements MaildropLockContract {

    private final InMemoryMaildropLock lock = new InMemoryMaildropLock();

    @Override
    public MaildropLock lock() {
        return lock;
    }

    @Override
    public <T> T answer(Uni<T> asked) {
        return asked.await().indefinitely();
    }
}
