package dev.posthaste.mailbox;

import dev.posthaste.id.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The feed within one process. Listeners are told at once, on the thread that publishes, and each for itself: one that
 * fails is logged and does not keep the news from the others. Of an account without listeners nothing is kept.
 */
public final class LocalChangeFeed implements ChangeFeed {

    private static final Logger LOG = Logger.getLogger(LocalChangeFeed.class);

    /** Lists are never changed, only replaced, so that publishing takes no lock. */
    private final Map<AccountId, List<Listening>> byAccount = new ConcurrentHashMap<>();

    @Override
    public void publish(FolderChange change) {
        byAccount.getOrDefault(change.account(), List.of()).forEach(listening -> listening.tell(change));
    }

    @Override
    public Subscription listen(AccountId account, Consumer<FolderChange> listener) {
        Listening listening = new Listening(account, listener);
        byAccount.merge(account, List.of(listening), LocalChangeFeed::joined);
        return listening;
    }

    /** Tells every listener of every account that news may have been lost. */
    public void publishMissed() {
        byAccount.keySet().forEach(account -> publish(FolderChange.missed(account)));
    }

    /**
     * Tells the listeners of a portion of the accounts the same. Who asks for each of {@code portions} in turn reaches every
     * account once, and not all sessions read the store in the same instant.
     */
    public void publishMissed(int portion, int portions) {
        byAccount.keySet().stream()
                .filter(account -> Math.floorMod(account.hashCode(), portions) == portion)
                .forEach(account -> publish(FolderChange.missed(account)));
    }

    /** How many accounts are listened to. */
    int accounts() {
        return byAccount.size();
    }

    private static List<Listening> joined(List<Listening> there, List<Listening> more) {
        List<Listening> all = new ArrayList<>(there);
        all.addAll(more);
        return List.copyOf(all);
    }

    private static List<Listening> without(List<Listening> there, Listening gone) {
        return there.stream().filter(other -> other != gone).toList();
    }

    /** Identity is what tells two listeners apart. */
    private final class Listening implements Subscription {

        private final AccountId account;
        private final Consumer<FolderChange> listener;
        private final AtomicBoolean closed = new AtomicBoolean();

        Listening(AccountId account, Consumer<FolderChange> listener) {
            this.account = account;
            this.listener = listener;
        }

        void tell(FolderChange change) {
            if (closed.get()) {
                return;
            }
            try {
                listener.accept(change);
            } catch (RuntimeException failure) {
                LOG.error("a listener failed on " + change, failure);
            }
        }

        @Override
        public void close() {
            closed.set(true);
            byAccount.computeIfPresent(account, (id, all) -> {
                List<Listening> rest = without(all, this);
                return rest.isEmpty() ? null : rest;
            });
        }
    }
}
