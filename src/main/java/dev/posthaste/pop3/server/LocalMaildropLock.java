package dev.posthaste.pop3.server;

import dev.posthaste.id.AccountId;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Locks within this process. */
public final class LocalMaildropLock implements MaildropLock {

    private final ConcurrentMap<AccountId, Lease> held = new ConcurrentHashMap<>();

    @Override
    public Uni<Acquisition> acquire(AccountId account) {
        return Uni.createFrom().item(() -> {
            Lease lease = new LocalLease(account);
            return held.putIfAbsent(account, lease) == null ? new Acquisition.Held(lease) : new Acquisition.InUse();
        });
    }

    private final class LocalLease implements Lease {

        private final AccountId account;

        private LocalLease(AccountId account) {
            this.account = account;
        }

        @Override
        public Uni<Void> release() {
            return Uni.createFrom().item(() -> held.remove(account, this)).replaceWithVoid();
        }
    }
}
