package dev.posthaste.account.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.account.Account;
import dev.posthaste.account.AccountStore;
import dev.posthaste.account.Alias;
import dev.posthaste.account.ApiKeyStore;
import dev.posthaste.account.DomainStore;
import dev.posthaste.account.KeySeal;
import dev.posthaste.account.SigningKey;
import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.app.ConnectionInfo;
import dev.posthaste.certificate.Certificate;
import dev.posthaste.certificate.CertificateId;
import dev.posthaste.certificate.CertificateName;
import dev.posthaste.certificate.CertificateStore;
import dev.posthaste.certificate.SelfSigned;
import dev.posthaste.certificate.postgres.HibernateCertificateStore;
import dev.posthaste.event.Event;
import dev.posthaste.event.EventLog;
import dev.posthaste.event.EventLog.Filter;
import dev.posthaste.event.EventType;
import dev.posthaste.event.Position;
import dev.posthaste.event.postgres.PostgresEventLog;
import dev.posthaste.id.ApiKeyId;
import dev.posthaste.id.DomainId;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.CamelCaseToUnderscoresNamingStrategy;
import org.hibernate.cfg.Configuration;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.provider.ReactiveServiceRegistryBuilder;
import org.hibernate.reactive.vertx.VertxInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the stores of tenants' things write to the outbox, in the transactions of their changes. */
class StoreEventsTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final EmailAddress ALICE = EmailAddress.of("alice@a.test");

    private static final KeySeal UNSEALED = new KeySeal() {
        @Override
        public byte[] seal(String purpose, byte[] plain) {
            return plain;
        }

        @Override
        public byte[] open(String purpose, byte[] sealed) {
            return sealed;
        }
    };

    private static SessionFactory factory;

    private final InstantSource clock = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    private final Uuid7 ids = new Uuid7(clock);
    private final TenantId tenant = new TenantId(ids.next());
    private final Sessions sessions = new Sessions(factory.unwrap(Mutiny.SessionFactory.class), TestDatabase::vertx);
    private final AccountStore accounts = new HibernateAccountStore(sessions, ids, clock);
    private final DomainStore domains = new HibernateDomainStore(sessions, UNSEALED, ids, clock);
    private final ApiKeyStore keys = new HibernateApiKeyStore(sessions, DATABASE.mutinyPool(), clock);
    private final CertificateStore certificates = new HibernateCertificateStore(sessions, UNSEALED);
    private final EventLog log = new PostgresEventLog(DATABASE.mutinyPool());

    @BeforeAll
    static void open() throws ClassNotFoundException {
        ConnectionInfo database = DATABASE.connection();
        Configuration configuration = new Configuration()
                .addAnnotatedClass(AccountRow.class)
                .addAnnotatedClass(AddressRow.class)
                .addAnnotatedClass(ApiKeyRow.class)
                .addAnnotatedClass(HostedDomainRow.class)
                .addAnnotatedClass(SigningKeyRow.class)
                .addAnnotatedClass(TenantRow.class)
                .addAnnotatedClass(Class.forName("dev.posthaste.certificate.postgres.CertificateRow"))
                .setPhysicalNamingStrategy(new CamelCaseToUnderscoresNamingStrategy())
                .setProperty(
                        "jakarta.persistence.jdbc.url",
                        "postgresql://" + database.host() + ':' + database.port() + '/' + database.database())
                .setProperty("jakarta.persistence.jdbc.user", database.user())
                .setProperty(
                        "jakarta.persistence.jdbc.password", database.password().<String>use(password -> password));
        factory = configuration.buildSessionFactory(new ReactiveServiceRegistryBuilder()
                .applySettings(configuration.getProperties())
                .addService(VertxInstance.class, new SameVertx())
                .build());
    }

    private static final class SameVertx implements VertxInstance {
        @Override
        public Vertx getVertx() {
            return TestDatabase.vertx();
        }
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @BeforeEach
    void clear() {
        DATABASE.truncate();
        done(DATABASE.mutinyPool()
                .preparedQuery("insert into tenant (id, name, created_at) values ($1, 'tenant', now())")
                .execute(Tuple.of(tenant.value())));
    }

    @Test
    void an_account_from_its_creation_to_its_deletion() {
        domain();
        Account account = account();
        done(accounts.update(
                tenant,
                account.id(),
                new AccountStore.Change(List.of(new AccountStore.Property.DisplayName("Alice B.")))));
        Alias alias = ((AccountStore.AliasCreation.Created) done(accounts.createAlias(
                        tenant, account.id(), new Alias.Pattern.Address(EmailAddress.of("sales@a.test")))))
                .alias();
        done(accounts.deleteAlias(tenant, account.id(), alias.id()));
        done(accounts.delete(tenant, account.id()));

        List<Event> events = events();
        assertThat(events)
                .extracting(Event::type)
                .containsExactly(
                        EventType.DOMAIN_CREATED,
                        EventType.ACCOUNT_CREATED,
                        EventType.ACCOUNT_UPDATED,
                        EventType.ALIAS_CREATED,
                        EventType.ALIAS_DELETED,
                        EventType.ACCOUNT_DELETED);
        assertThat(events.get(1).subject())
                .isEqualTo(
                        new Event.Subject(EventType.Kind.ACCOUNT, account.id().value()));
        assertThat(events.get(1).data()).isEqualTo("{\"address\":\"alice@a.test\"}");
        assertThat(events.get(3).subject())
                .isEqualTo(new Event.Subject(EventType.Kind.ALIAS, alias.id().value()));
        assertThat(events.get(3).data()).isEqualTo("{\"address\":\"sales@a.test\"}");
    }

    @Test
    void what_does_not_happen_has_no_event() {
        DomainId domain = domain();
        Account account = account();
        int before = events().size();

        assertThat(done(accounts.create(tenant, newAccount()))).isInstanceOf(AccountStore.Creation.AddressTaken.class);
        assertThat(done(domains.create(tenant, DomainName.of("a.test"), List.of())))
                .isInstanceOf(DomainStore.Creation.NameTaken.class);
        assertThat(done(domains.delete(tenant, domain))).isEqualTo(DomainStore.Deletion.IN_USE);
        assertThat(done(accounts.createAlias(tenant, account.id(), new Alias.Pattern.Address(ALICE))))
                .isInstanceOf(AccountStore.AliasCreation.AddressTaken.class);
        assertThat(done(accounts.delete(new TenantId(ids.next()), account.id())))
                .isFalse();

        assertThat(events()).hasSize(before);
    }

    @Test
    void a_domain_is_created_and_deleted() {
        DomainId domain = domain();
        assertThat(done(domains.delete(tenant, domain))).isEqualTo(DomainStore.Deletion.DELETED);
        assertThat(done(domains.delete(tenant, domain))).isEqualTo(DomainStore.Deletion.NOT_FOUND);

        assertThat(events())
                .extracting(Event::type)
                .containsExactly(EventType.DOMAIN_CREATED, EventType.DOMAIN_DELETED);
        assertThat(events())
                .extracting(Event::subject)
                .containsOnly(new Event.Subject(EventType.Kind.DOMAIN, domain.value()));
        assertThat(events()).extracting(Event::data).containsOnly("{\"name\":\"a.test\"}");
    }

    @Test
    void a_key_that_is_revoked_twice_was_revoked_once() {
        ApiKeyId id = new ApiKeyId(ids.next());
        done(keys.create(tenant, id, "ci", List.of("emails:send"), new byte[32]));
        ApiKeyStore.ApiKey revoked = done(keys.revoke(tenant, id)).orElseThrow();
        assertThat(revoked.revokedAt()).isPresent();
        assertThat(done(keys.revoke(tenant, id))).isEqualTo(Optional.of(revoked));
        assertThat(done(keys.revoke(tenant, new ApiKeyId(ids.next())))).isEmpty();

        assertThat(events())
                .extracting(Event::type)
                .containsExactly(EventType.API_KEY_CREATED, EventType.API_KEY_REVOKED);
        assertThat(events()).extracting(event -> event.subject().id()).containsOnly(id.value());
        assertThat(events()).extracting(Event::data).containsOnly("{\"name\":\"ci\"}");
    }

    @Test
    void a_certificate_is_uploaded_and_deleted() throws AddressSyntaxException {
        Certificate certificate = new Certificate(
                tenant,
                new CertificateId(ids.next()),
                new SelfSigned(InstantSource.system(), new SecureRandom())
                        .generate(List.of(CertificateName.parse("mx.a.test"))),
                Certificate.Source.values()[0],
                clock.instant());
        assertThat(done(certificates.create(certificate))).isEqualTo(CertificateStore.Creation.CREATED);
        assertThat(done(certificates.create(certificate))).isEqualTo(CertificateStore.Creation.ALREADY_THERE);
        assertThat(done(certificates.delete(tenant, certificate.id()))).isEqualTo(CertificateStore.Deletion.DELETED);
        assertThat(done(certificates.delete(tenant, certificate.id()))).isEqualTo(CertificateStore.Deletion.NOT_FOUND);

        assertThat(events())
                .extracting(Event::type)
                .containsExactly(EventType.CERTIFICATE_UPLOADED, EventType.CERTIFICATE_DELETED);
        assertThat(events())
                .extracting(Event::data)
                .containsOnly("{\"fingerprint\":\"" + certificate.bundle().fingerprint() + "\"}");
    }

    private DomainId domain() {
        SigningKey key = new SigningKey("s1", SigningKey.Algorithm.values()[0], new byte[] {1}, new byte[] {2});
        return ((DomainStore.Creation.Created) done(domains.create(tenant, DomainName.of("a.test"), List.of(key))))
                .domain()
                .id();
    }

    private Account account() {
        return ((AccountStore.Creation.Created) done(accounts.create(tenant, newAccount()))).account();
    }

    private static AccountStore.NewAccount newAccount() {
        return new AccountStore.NewAccount(ALICE, new Secret("hash"), "Alice", Account.Quota.DEFAULT);
    }

    private List<Event> events() {
        EventLog.Reading.Page page =
                (EventLog.Reading.Page) done(log.read(Position.START, Filter.of(tenant), EventLog.MAX_PAGE));
        assertThat(page.events()).extracting(Event::tenant).allMatch(tenant::equals);
        return page.events();
    }

    private static <T> T done(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }
}
