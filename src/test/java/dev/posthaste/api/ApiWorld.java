package dev.posthaste.api;

import dev.posthaste.account.KeySeal;
import dev.posthaste.account.TenantDirectory;
import dev.posthaste.address.DomainName;
import dev.posthaste.certificate.CertificateBundle;
import dev.posthaste.certificate.CertificateName;
import dev.posthaste.certificate.InMemoryCertificateStore;
import dev.posthaste.certificate.OwnNames;
import dev.posthaste.certificate.SelfSigned;
import dev.posthaste.certificate.ServedCertificates;
import dev.posthaste.certificate.SniKeyManager;
import dev.posthaste.id.ApiKeyId;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.login.ApiKeySecret;
import dev.posthaste.login.Login;
import dev.posthaste.login.LoginResult;
import dev.posthaste.login.PasswordHasher;
import dev.posthaste.login.Principal;
import dev.posthaste.login.Scope;
import dev.posthaste.mailbox.Glance;
import dev.posthaste.mailbox.InMemoryMailbox;
import dev.posthaste.mailbox.LocalChangeFeed;
import dev.posthaste.mailbox.MessageBytes;
import dev.posthaste.mime.Indexed;
import dev.posthaste.mime.MimeIndexer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All that the calls need, in memory, with two tenants. */
final class ApiWorld {

    static final Secret PLATFORM_KEY = new Secret("platform-key");

    final InstantSource clock = InstantSource.system();
    final Uuid7 ids = new Uuid7(clock);
    final SecureRandom chance = new SecureRandom();
    final Worker worker = Runnable::run;
    final InMemoryMailbox mailbox = new InMemoryMailbox(new LocalChangeFeed(), ApiWorld::glance);
    final InMemoryTenants tenants = new InMemoryTenants(mailbox, ids, clock);
    final InMemoryIntake door = new InMemoryIntake(mailbox, ids, clock);
    final ApiLimits limits = new ApiLimits(InMemoryIntake.MAX_OCTETS);
    final TenantId tenant = new TenantId(ids.next());
    final TenantId stranger = new TenantId(ids.next());
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ZoneRecords zone =
            domain -> List.of(new DnsRecord("MX", domain.name().ascii(), "10 mail.example.com.", "receive"));

    final AccountCalls accounts = new AccountCalls(tenants.new Accounts(), new PasswordHasher(Runnable::run));
    final ApiKeyCalls keys = new ApiKeyCalls(tenants.new Keys(), ids, chance);
    final DomainCalls domains = new DomainCalls(tenants.new Domains(), zone, worker);
    final CertificateBundle pem = selfSigned("mail.example.org");
    final CertificateBundle otherPem = selfSigned("other.example.org");
    final InMemoryCertificateStore certificateStore = new InMemoryCertificateStore();
    final TenantDirectory directory = tenants.new Tenants(Set.of(tenant, stranger));
    final OwnNames names = new OwnNames(directory, tenant);
    final SniKeyManager ports = ports();
    final ServedCertificates served = new ServedCertificates(certificateStore, names, ports);
    final CertificateCalls certificates = new CertificateCalls(certificateStore, names, served, ids, clock, worker);
    final FolderCalls folders = new FolderCalls(tenants.new Directory(), mailbox);
    final MessageCalls messages = new MessageCalls(
            tenants.new Directory(), mailbox, mailbox, new MessageBytes(mailbox.blobs()), door, worker);
    final InMemoryKeptAnswers answers = new InMemoryKeptAnswers(clock);
    final RateLimits rateLimits = new LocalRateLimits(
            new RateLimits.Rates(Rate.parse("600000/60"), Rate.parse("10000/1"), Rate.parse("600/60")), clock);
    final KeySeal seal = new TestSeal();
    final Repeats repeats = new Repeats(answers, seal);
    final EmailCalls emails =
            new EmailCalls(tenants.new Directory(), door, door, limits, clock, chance, worker, meters);

    private SniKeyManager ports() {
        return new SniKeyManager(selfSigned("localhost"), clock);
    }

    CertificateBundle selfSigned(String host) {
        return new SelfSigned(clock, chance).generate(List.of(new CertificateName.Exact(DomainName.of(host))));
    }

    /** The tenant's key with every scope. */
    Principal owner() {
        return holder(tenant, EnumSet.allOf(Scope.class));
    }

    /** Another tenant's key with every scope. */
    Principal intruder() {
        return holder(stranger, EnumSet.allOf(Scope.class));
    }

    Principal holder(TenantId tenant, Set<Scope> scopes) {
        return new Principal.KeyHolder(tenant, new ApiKeyId(ids.next()), scopes);
    }

    /** Knows the platform's key and those that were made. */
    Login login() {
        return new Login() {
            @Override
            public Uni<LoginResult> check(String user, Secret password, Scope needed) {
                return Uni.createFrom().item(new LoginResult.Refused());
            }

            @Override
            public Uni<Optional<Principal>> bearer(Secret key) {
                if (key.equals(PLATFORM_KEY)) {
                    return Uni.createFrom().item(Optional.of(new Principal.Platform(tenant)));
                }
                return tenants.new Keys()
                        .bySecretHash(ApiKeySecret.hash(key))
                        .map(found -> found.map(known -> holder(known.tenant(), scopes(known.scopes()))));
            }
        };
    }

    private static Set<Scope> scopes(List<String> texts) {
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        texts.forEach(text -> scopes.add(Scope.parse(text).orElseThrow()));
        return scopes;
    }

    private static Glance glance(byte[] bytes) {
        Indexed indexed = MimeIndexer.index(bytes);
        return new Glance(indexed.index().encode(), indexed.preview(), indexed.searchText(), false);
    }

    /** The refusal of a call whose fakes answer at once. */
    static ApiException refusal(Uni<?> answer) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(ApiException.class, () -> now(answer));
    }

    /** The answer of a call whose fakes answer at once. */
    static <T> T now(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(10));
    }
}
