package dev.posthaste.pop3.server;

import io.smallrye.mutiny.Uni;

class LocalMaildropLockTest implements MaildropLockContract {

    private final LocalMaildropLock lock = new LocalMaildropLock();

    @Override
    public MaildropLock lock() {
        return lock;
    }

    @Override
    public <T> T answer(Uni<T> asked) {
        return asked.await().indefinitely();
    }
}
