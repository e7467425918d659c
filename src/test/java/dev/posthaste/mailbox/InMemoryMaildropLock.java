package dev.posthaste.mailbox;

import dev.posthaste.id.AccountId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Promise;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Locks in memory, for tests of what stands on them; the contract holds it to what PostgreSQL does. */
public final class InMemoryMaildropLock implements MaildropLock {

    private final ConcurrentMap<AccountId, Held> held = new ConcurrentHashMap<>();

    @Override
    public Uni<Acquisition> acquire(AccountId account) {
        return Uni.createFrom().item(() -> {
            Held lease = new Held(account);
            return held.putIfAbsent(account, lease) == null ? new Acquisition.Held(lease) : new Acquisition.InUse();
        });
    }

    /** Another session takes the maildrop from whoever holds it, as after a long time without the store. */
    public void rob(AccountId account) {
        Held robbed = held.put(account, new Held(account));
        if (robbed != null) {
            robbed.lost.tryComplete();
        }
    }

    private final class Held implements Lease {

        private final AccountId account;
        private final Promise<Void> lost = Promise.promise();

        private Held(AccountId account) {
            this.account = account;
        }

        @Override
        public Uni<Void> release() {
            return Uni.createFrom().item(() -> held.remove(account, this)).replaceWithVoid();
        }

        @Override
        public void whenLost(Runnable then) {
            lost.future().onSuccess(told -> then.run());
        }
    }
}
