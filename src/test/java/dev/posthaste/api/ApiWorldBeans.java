package dev.posthaste.api;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountStore;
import dev.posthaste.account.ApiKeyStore;
import dev.posthaste.account.DomainStore;
import dev.posthaste.account.KeySeal;
import dev.posthaste.account.TenantDirectory;
import dev.posthaste.certificate.CertificateStore;
import dev.posthaste.certificate.OwnNames;
import dev.posthaste.certificate.ServedCertificates;
import dev.posthaste.id.Uuid7;
import dev.posthaste.intake.Intake;
import dev.posthaste.login.Login;
import dev.posthaste.login.PasswordHasher;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MessageBytes;
import dev.posthaste.queue.EmailHistory;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Puts {@link ApiWorld} behind HTTP and gRPC. */
@Singleton
@Alternative
@Priority(1)
class ApiWorldBeans {

    private final ApiWorld world = new ApiWorld();

    @Produces
    ApiWorld world() {
        return world;
    }

    @Produces
    StoreFailures storeFailures() {
        return failure -> false;
    }

    @Produces
    Uuid7 ids() {
        return world.ids;
    }

    @Produces
    InstantSource clock() {
        return world.clock;
    }

    @Produces
    SecureRandom chance() {
        return world.chance;
    }

    @Produces
    ApiLimits limits() {
        return world.limits;
    }

    @Produces
    ApiPresence presence() {
        return new ApiPresence.Here();
    }

    @Produces
    KeptAnswers answers() {
        return world.answers;
    }

    @Produces
    TenantDirectory tenants() {
        return world.directory;
    }

    @Produces
    OwnNames names() {
        return world.names;
    }

    @Produces
    RateLimits rateLimits() {
        return world.rateLimits;
    }

    @Produces
    KeySeal seal() {
        return world.seal;
    }

    @Produces
    Worker worker() {
        return Infrastructure.getDefaultExecutor()::execute;
    }

    @Produces
    ZoneRecords zone() {
        return world.zone;
    }

    @Produces
    PasswordHasher hasher() {
        return new PasswordHasher(Infrastructure.getDefaultExecutor());
    }

    @Produces
    Login login() {
        return world.login();
    }

    @Produces
    AccountDirectory directory() {
        return world.tenants.new Directory();
    }

    @Produces
    DomainStore domains() {
        return world.tenants.new Domains();
    }

    @Produces
    AccountStore accounts() {
        return world.tenants.new Accounts();
    }

    @Produces
    ApiKeyStore keys() {
        return world.tenants.new Keys();
    }

    @Produces
    FolderStore folders() {
        return world.mailbox;
    }

    @Produces
    MailboxStore messages() {
        return world.mailbox;
    }

    @Produces
    MessageBytes bytes() {
        return new MessageBytes(world.mailbox.blobs());
    }

    @Produces
    Intake intake() {
        return world.door;
    }

    @Produces
    EmailHistory history() {
        return world.door;
    }

    @Produces
    CertificateStore certificates() {
        return world.certificateStore;
    }

    @Produces
    ServedCertificates served() {
        return world.served;
    }
}
