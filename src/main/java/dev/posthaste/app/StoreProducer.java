package dev.posthaste.app;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountStore;
import dev.posthaste.account.ApiKeyStore;
import dev.posthaste.account.DomainStore;
import dev.posthaste.account.KeySeal;
import dev.posthaste.account.TenantDirectory;
import dev.posthaste.account.postgres.HibernateAccountStore;
import dev.posthaste.account.postgres.HibernateApiKeyStore;
import dev.posthaste.account.postgres.HibernateDomainStore;
import dev.posthaste.account.postgres.PostgresAccountDirectory;
import dev.posthaste.account.postgres.PostgresTenantDirectory;
import dev.posthaste.account.postgres.Sessions;
import dev.posthaste.api.KeptAnswers;
import dev.posthaste.api.postgres.PostgresKeptAnswers;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.blob.postgres.PostgresBlobStore;
import dev.posthaste.certificate.CertificateStore;
import dev.posthaste.certificate.postgres.HibernateCertificateStore;
import dev.posthaste.event.EventLog;
import dev.posthaste.event.LiveEvents;
import dev.posthaste.event.postgres.EventPartitions;
import dev.posthaste.event.postgres.PostgresEventLog;
import dev.posthaste.id.Uuid7;
import dev.posthaste.intake.Ledger;
import dev.posthaste.intake.postgres.PostgresLedger;
import dev.posthaste.lease.LeaseStore;
import dev.posthaste.lease.postgres.PostgresLeaseStore;
import dev.posthaste.login.CredentialStore;
import dev.posthaste.login.postgres.PostgresCredentialStore;
import dev.posthaste.mailbox.ChangeFeed;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.LocalChangeFeed;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MaildropLock;
import dev.posthaste.mailbox.MessageBytes;
import dev.posthaste.mailbox.postgres.PostgresFolderStore;
import dev.posthaste.mailbox.postgres.PostgresMailboxStore;
import dev.posthaste.mailbox.postgres.PostgresMaildropLock;
import dev.posthaste.mailbox.redis.RedisChangeFeed;
import dev.posthaste.queue.EmailHistory;
import dev.posthaste.queue.QueueStore;
import dev.posthaste.queue.postgres.PostgresEmailHistory;
import dev.posthaste.queue.postgres.PostgresQueueStore;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.hibernate.reactive.mutiny.Mutiny;

/** Every store with its adapter, all on one connection pool. */
@Singleton
class StoreProducer {

    private final Pool pool;
    private final Sessions sessions;
    private final KeySeal seal;
    /** Ticks in microseconds, as PostgreSQL keeps time: what is told now must equal what is read later. */
    private final InstantSource clock = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));

    private final Uuid7 ids = new Uuid7(clock);

    StoreProducer(Pool pool, Mutiny.SessionFactory factory, KeySeal seal, Provider<Vertx> vertx) {
        this.pool = pool;
        this.sessions = new Sessions(factory, vertx::get);
        this.seal = seal;
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return clock;
    }

    @Produces
    @Singleton
    Uuid7 ids() {
        return ids;
    }

    @Produces
    @Singleton
    SecureRandom chance() {
        return new SecureRandom();
    }

    @Produces
    @Singleton
    ChangeFeed changeFeed(Configuration configuration, Provider<Vertx> vertx) {
        return configuration
                .storage()
                .redisUrl()
                .<ChangeFeed>map(url -> url.use(text -> RedisChangeFeed.connect(vertx.get(), text, new Random())))
                .orElseGet(LocalChangeFeed::new);
    }

    @Produces
    @Singleton
    BlobStore blobs(ChunkPlace place) {
        return new PostgresBlobStore(mutinyPool(), place.store(mutinyPool()), ids);
    }

    @Produces
    @Singleton
    MessageBytes messageBytes(BlobStore blobs) {
        return new MessageBytes(blobs);
    }

    @Produces
    @Singleton
    FolderStore folders(ChangeFeed feed) {
        return new PostgresFolderStore(mutinyPool(), feed, ids);
    }

    @Produces
    @Singleton
    MailboxStore mailbox(ChangeFeed feed) {
        return new PostgresMailboxStore(mutinyPool(), feed, ids);
    }

    @Produces
    @Singleton
    MaildropLock maildrops(Provider<Vertx> vertx) {
        return new PostgresMaildropLock(
                mutinyPool(), (delay, task) -> vertx.get().setTimer(delay.toMillis(), fired -> task.run()), ids);
    }

    @Produces
    @Singleton
    AccountDirectory directory() {
        return new PostgresAccountDirectory(mutinyPool(), seal);
    }

    @Produces
    @Singleton
    TenantDirectory tenants() {
        return new PostgresTenantDirectory(mutinyPool());
    }

    @Produces
    @Singleton
    DomainStore domains() {
        return new HibernateDomainStore(sessions, seal, ids, clock);
    }

    @Produces
    @Singleton
    AccountStore accounts() {
        return new HibernateAccountStore(sessions, ids, clock);
    }

    @Produces
    @Singleton
    ApiKeyStore apiKeys() {
        return new HibernateApiKeyStore(sessions, mutinyPool(), clock);
    }

    @Produces
    @Singleton
    CredentialStore credentials() {
        return new PostgresCredentialStore(mutinyPool());
    }

    @Produces
    @Singleton
    CertificateStore certificates() {
        return new HibernateCertificateStore(sessions, seal);
    }

    @Produces
    @Singleton
    EmailHistory history() {
        return new PostgresEmailHistory(mutinyPool());
    }

    @Produces
    @Singleton
    QueueStore queue() {
        return new PostgresQueueStore(mutinyPool(), ids);
    }

    @Produces
    @Singleton
    Ledger ledger(BlobStore blobs, ChangeFeed feed) {
        return new PostgresLedger(pool, blobs, feed);
    }

    @Produces
    @Singleton
    LeaseStore leases() {
        return new PostgresLeaseStore(mutinyPool());
    }

    @Produces
    @Singleton
    EventLog events() {
        return new PostgresEventLog(mutinyPool());
    }

    @Produces
    @Singleton
    LiveEvents liveEvents(EventLog events) {
        return new LiveEvents(events);
    }

    @Produces
    @Singleton
    EventLog.Retention eventRetention() {
        return new EventPartitions(mutinyPool());
    }

    @Produces
    @Singleton
    KeptAnswers keptAnswers() {
        return new PostgresKeptAnswers(mutinyPool(), ids, clock);
    }

    private io.vertx.mutiny.sqlclient.Pool mutinyPool() {
        return io.vertx.mutiny.sqlclient.Pool.newInstance(pool);
    }
}
