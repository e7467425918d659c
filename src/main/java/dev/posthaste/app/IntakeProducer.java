package dev.posthaste.app;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountStore;
import dev.posthaste.account.ApiKeyStore;
import dev.posthaste.account.DomainStore;
import dev.posthaste.account.postgres.LostStore;
import dev.posthaste.api.ApiLimits;
import dev.posthaste.api.ApiPresence;
import dev.posthaste.api.LocalRateLimits;
import dev.posthaste.api.RateLimits;
import dev.posthaste.api.StoreFailures;
import dev.posthaste.api.Worker;
import dev.posthaste.api.ZoneRecords;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.id.Uuid7;
import dev.posthaste.intake.AcceptanceListener;
import dev.posthaste.intake.Intake;
import dev.posthaste.intake.Ledger;
import dev.posthaste.intake.LedgerIntake;
import dev.posthaste.login.CredentialStore;
import dev.posthaste.login.Login;
import dev.posthaste.login.PasswordHasher;
import dev.posthaste.login.StoredLogin;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.queue.QueueStore;
import dev.posthaste.senderauth.DkimSigner;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Intake and its dependencies, authentication, and the limits of the API. */
@Singleton
class IntakeProducer {

    private final Configuration configuration;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    IntakeProducer(Configuration configuration) {
        this.configuration = configuration;
    }

    @Produces
    @Singleton
    Worker worker() {
        return workers::execute;
    }

    @Produces
    @Singleton
    StoreFailures storeFailures() {
        return LostStore::isBehind;
    }

    @Produces
    @Singleton
    ApiLimits limits() {
        return new ApiLimits(configuration.messageSizeMax());
    }

    @Produces
    @Singleton
    ApiPresence presence() {
        return configuration.roles().contains(Role.API)
                ? new ApiPresence.Here()
                : new ApiPresence.Elsewhere(
                        configuration.roles().stream().sorted().map(Role::label).collect(Collectors.joining(", ")));
    }

    @Produces
    @Singleton
    RateLimits rateLimits(InstantSource clock) {
        return new LocalRateLimits(configuration.rates(), clock);
    }

    /** As many threads as there are cores: more would only make every login slower. */
    @Produces
    @Singleton
    PasswordHasher hasher() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new PasswordHasher(Executors.newFixedThreadPool(
                cores, Thread.ofPlatform().daemon().name("password-", 0).factory()));
    }

    @Produces
    @Singleton
    StoredLogin.Stores loginStores(CredentialStore credentials, AccountStore accounts, ApiKeyStore keys) {
        return new StoredLogin.Stores(credentials, accounts::replacePasswordHash, keys);
    }

    @Produces
    @Singleton
    Login login(StoredLogin.Stores stores, PasswordHasher hasher, InstantSource clock, AdminKey adminKey) {
        return new StoredLogin(stores, hasher, clock, new StoredLogin.Platform(adminKey.key(), Tenancy.FIRST));
    }

    @Produces
    @Singleton
    Intake intake(Stored stored, AccountDirectory directory, CaptureFolder capture, AcceptanceListener listener) {
        LedgerIntake.Parts parts = new LedgerIntake.Parts(
                stored.ledger(),
                stored.blobs(),
                directory,
                listener,
                new DkimSigner(stored.clock()),
                workers,
                stored.ids(),
                stored.clock());
        return new LedgerIntake(
                parts,
                new LedgerIntake.Settings(configuration.hostname(), configuration.messageSizeMax()),
                List.of(capture));
    }

    @Produces
    @Singleton
    Stored stored(Ledger ledger, BlobStore blobs, Uuid7 ids, InstantSource clock) {
        return new Stored(ledger, blobs, ids, clock);
    }

    @Produces
    @Singleton
    CaptureFolder.Stores captureStores(
            DomainStore domains,
            AccountStore accounts,
            AccountDirectory directory,
            FolderStore folders,
            PasswordHasher hasher) {
        return new CaptureFolder.Stores(domains, accounts, directory, folders, hasher);
    }

    @Produces
    @Singleton
    ZoneRecords zone() {
        return new PublishedRecords(configuration.hostname());
    }

    @Produces
    @Singleton
    Outbound.Tools outboundTools(
            Vertx vertx, QueueStore queue, Stored stored, AccountDirectory directory, Intake intake) {
        return new Outbound.Tools(
                configuration, vertx, queue, stored.blobs(), directory, intake, stored.ids(), stored.clock());
    }

    /** The stores, ids and clock of intake. */
    record Stored(Ledger ledger, BlobStore blobs, Uuid7 ids, InstantSource clock) {}
}
