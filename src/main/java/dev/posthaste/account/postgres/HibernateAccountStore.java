package dev.posthaste.account.postgres;

import dev.posthaste.account.Account;
import dev.posthaste.account.AccountStore;
import dev.posthaste.account.Alias;
import dev.posthaste.account.Page;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.event.EventType;
import dev.posthaste.event.postgres.Outbox;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.AliasId;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Accounts and their addresses. Usage and quota are columns of the table {@code mailbox}: read here, and changed by functions
 * of the schema that belong to that table.
 */
public final class HibernateAccountStore implements AccountStore {

    private static final String CREATE_MAILBOX = "select 1 from create_mailbox(?1, ?2, ?3, ?4, ?5, ?6)";
    private static final String DELETE_MAILBOX = "select 1 from delete_mailbox(?1)";
    private static final String STORAGE = "select cast(account_id as text), used_octets, used_messages, quota_octets,"
            + " quota_messages from mailbox where account_id in (?1)";
    private static final String SET_QUOTA = "select 1 from set_mailbox_quota(?1, ?2, ?3)";

    private final Sessions sessions;
    private final Uuid7 ids;
    private final InstantSource clock;

    /** Works with these sessions. */
    public HibernateAccountStore(Sessions sessions, Uuid7 ids, InstantSource clock) {
        this.sessions = sessions;
        this.ids = ids;
        this.clock = clock;
    }

    private record Storage(Account.Quota quota, Account.Usage usage) {}

    @Override
    public Uni<Creation> create(TenantId tenant, NewAccount account) {
        return sessions.withTransaction(session -> lockDomain(
                                session, tenant, account.address().domain())
                        .chain(domain -> domain.isEmpty()
                                ? Uni.createFrom().item((Creation) new Creation.DomainNotHosted())
                                : create(session, tenant, domain.get(), account)))
                .onFailure(Uniqueness::isViolated)
                .recoverWithItem(new Creation.AddressTaken());
    }

    @Override
    public Uni<Page<Account>> list(TenantId tenant, Page.Request page) {
        Optional<UUID> after = page.after().flatMap(AccountId::parse).map(AccountId::value);
        return sessions.withSession(session -> Paging.rows(session, AccountRow.class, tenant, after, page)
                .chain(rows -> storages(session, rows).map(storages -> accounts(rows, page, storages))));
    }

    /** One whose mailbox has just gone is left out, but the list goes on behind it. */
    private static Page<Account> accounts(List<AccountRow> rows, Page.Request page, Map<UUID, Storage> storages) {
        Page<AccountRow> found = Paging.page(rows, page, Function.identity(), row -> new AccountId(row.id).toString());
        List<Account> accounts = found.items().stream()
                .filter(row -> storages.containsKey(row.id))
                .map(row -> account(row, storages))
                .toList();
        return new Page<>(accounts, found.next());
    }

    @Override
    public Uni<Optional<Account>> get(TenantId tenant, AccountId id) {
        return sessions.withSession(session -> find(session, tenant, id.value()).chain(row -> account(session, row)));
    }

    @Override
    public Uni<Optional<Account>> get(TenantId tenant, EmailAddress address) {
        return sessions.withSession(session -> ownAddress(session, tenant, address)
                .chain(own -> own.isEmpty()
                        ? Uni.createFrom().item(Optional.<Account>empty())
                        : find(session, tenant, own.get().accountId).chain(row -> account(session, row))));
    }

    @Override
    public Uni<Optional<Account>> update(TenantId tenant, AccountId id, Change change) {
        return sessions.withTransaction(session -> lock(session, tenant, id.value())
                .chain(row -> row.isEmpty()
                        ? Uni.createFrom().item(Optional.<Account>empty())
                        : apply(session, row.get(), change)
                                .chain(() -> record(session, EventType.ACCOUNT_UPDATED, row.get()))
                                .chain(() -> account(session, row))));
    }

    @Override
    public Uni<Boolean> replacePasswordHash(TenantId tenant, AccountId id, Secret known, Secret fresh) {
        return sessions.withTransaction(session -> session.createMutationQuery("update AccountRow set passwordHash = ?4"
                        + " where tenantId = ?1 and id = ?2 and passwordHash = ?3")
                .setParameter(1, tenant.value())
                .setParameter(2, id.value())
                .setParameter(3, known.<String>use(Function.identity()))
                .setParameter(4, fresh.<String>use(Function.identity()))
                .executeUpdate()
                .map(updated -> updated > 0));
    }

    @Override
    public Uni<Boolean> delete(TenantId tenant, AccountId id) {
        return sessions.withTransaction(session -> lock(session, tenant, id.value())
                .chain(row -> row.isEmpty() ? Uni.createFrom().item(false) : delete(session, row.get())));
    }

    @Override
    public Uni<AliasCreation> createAlias(TenantId tenant, AccountId account, Alias.Pattern pattern) {
        return sessions.withTransaction(session -> find(session, tenant, account.value())
                        .chain(row -> row.isEmpty()
                                ? Uni.createFrom().item((AliasCreation) new AliasCreation.AccountNotFound())
                                : createAlias(session, tenant, account, pattern)))
                .onFailure(Uniqueness::isViolated)
                .recoverWithItem(new AliasCreation.AddressTaken());
    }

    @Override
    public Uni<List<Alias>> aliases(TenantId tenant, AccountId account) {
        return sessions.withSession(session -> session.createSelectionQuery(
                        "from AddressRow where tenantId = ?1 and accountId = ?2 and kind <> 'own' order by id",
                        AddressRow.class)
                .setParameter(1, tenant.value())
                .setParameter(2, account.value())
                .getResultList()
                .map(rows -> rows.stream().map(HibernateAccountStore::alias).toList()));
    }

    @Override
    public Uni<Boolean> deleteAlias(TenantId tenant, AccountId account, AliasId alias) {
        return sessions.withTransaction(session -> session.createSelectionQuery(
                        "from AddressRow where tenantId = ?1 and accountId = ?2 and id = ?3 and kind <> 'own'",
                        AddressRow.class)
                .setParameter(1, tenant.value())
                .setParameter(2, account.value())
                .setParameter(3, alias.value())
                .setLockMode(LockMode.PESSIMISTIC_WRITE)
                .getSingleResultOrNull()
                .chain(row -> row == null
                        ? Uni.createFrom().item(false)
                        : session.remove(row)
                                .chain(() -> record(session, EventType.ALIAS_DELETED, row))
                                .replaceWith(true)));
    }

    private Uni<Creation> create(Mutiny.Session session, TenantId tenant, HostedDomainRow domain, NewAccount account) {
        AccountRow row = new AccountRow();
        row.id = ids.next();
        row.tenantId = tenant.value();
        row.domainId = domain.id;
        row.address = account.address().toString();
        row.displayName = account.displayName();
        row.passwordHash = account.passwordHash().use(Function.identity());
        row.inboxId = ids.next();
        row.createdAt = clock.instant();
        AddressRow address = addressRow(tenant, row.id, domain.id);
        address.kind = AddressRow.OWN;
        address.folded = account.address().folded();
        address.written = row.address;
        Account created = account(row, new Storage(account.quota(), new Account.Usage(0, 0)));
        return session.persistAll(row, address)
                .chain(session::flush)
                .chain(() -> session.createNativeQuery(CREATE_MAILBOX, Integer.class)
                        .setParameter(1, row.id)
                        .setParameter(2, row.tenantId)
                        .setParameter(3, row.inboxId)
                        .setParameter(4, account.quota().octets())
                        .setParameter(5, account.quota().messages())
                        .setParameter(6, row.createdAt.getEpochSecond())
                        .getSingleResult())
                .chain(() -> record(session, EventType.ACCOUNT_CREATED, row))
                .replaceWith(() -> new Creation.Created(created));
    }

    private Uni<AliasCreation> createAlias(
            Mutiny.Session session, TenantId tenant, AccountId account, Alias.Pattern pattern) {
        DomainName name =
                switch (pattern) {
                    case Alias.Pattern.Address(EmailAddress address) -> address.domain();
                    case Alias.Pattern.CatchAll(DomainName domain) -> domain;
                };
        return lockDomain(session, tenant, name)
                .chain(domain -> domain.isEmpty()
                        ? Uni.createFrom().item((AliasCreation) new AliasCreation.DomainNotHosted())
                        : persistAlias(session, aliasRow(tenant, account, domain.get(), pattern)));
    }

    private static Uni<AliasCreation> persistAlias(Mutiny.Session session, AddressRow row) {
        return session.persist(row)
                .chain(() -> record(session, EventType.ALIAS_CREATED, row))
                .replaceWith(() -> new AliasCreation.Created(alias(row)));
    }

    private AddressRow aliasRow(TenantId tenant, AccountId account, HostedDomainRow domain, Alias.Pattern pattern) {
        AddressRow row = addressRow(tenant, account.value(), domain.id);
        row.written = pattern.toString();
        switch (pattern) {
            case Alias.Pattern.Address(EmailAddress address) -> {
                row.kind = AddressRow.ALIAS;
                row.folded = address.folded();
            }
            case Alias.Pattern.CatchAll(DomainName name) -> {
                row.kind = AddressRow.CATCH_ALL;
                row.folded = "@" + name.ascii();
            }
        }
        return row;
    }

    private AddressRow addressRow(TenantId tenant, UUID account, UUID domain) {
        AddressRow row = new AddressRow();
        row.id = ids.next();
        row.tenantId = tenant.value();
        row.accountId = account;
        row.domainId = domain;
        row.createdAt = clock.instant();
        return row;
    }

    private static Uni<Boolean> delete(Mutiny.Session session, AccountRow row) {
        return session.createMutationQuery("delete from AddressRow where tenantId = ?1 and accountId = ?2")
                .setParameter(1, row.tenantId)
                .setParameter(2, row.id)
                .executeUpdate()
                .chain(() -> session.remove(row))
                .chain(session::flush)
                .chain(() -> session.createNativeQuery(DELETE_MAILBOX, Integer.class)
                        .setParameter(1, row.id)
                        .getSingleResult())
                .chain(() -> record(session, EventType.ACCOUNT_DELETED, row))
                .replaceWith(true);
    }

    private static Uni<Void> record(Mutiny.Session session, EventType type, AccountRow row) {
        return Outbox.record(
                session,
                Outbox.Entry.of(
                        new TenantId(row.tenantId),
                        type,
                        row.id,
                        new AccountId(row.id),
                        Map.of("address", row.address)));
    }

    private static Uni<Void> record(Mutiny.Session session, EventType type, AddressRow row) {
        return Outbox.record(
                session,
                Outbox.Entry.of(
                        new TenantId(row.tenantId),
                        type,
                        row.id,
                        new AccountId(row.accountId),
                        Map.of("address", row.written)));
    }

    /** Locked, so that the domain is not deleted while an address is made in it. */
    private static Uni<Optional<HostedDomainRow>> lockDomain(Mutiny.Session session, TenantId tenant, DomainName name) {
        return session.createSelectionQuery(
                        "from HostedDomainRow where tenantId = ?1 and name = ?2", HostedDomainRow.class)
                .setParameter(1, tenant.value())
                .setParameter(2, name.ascii())
                .setLockMode(LockMode.PESSIMISTIC_READ)
                .getResultList()
                .map(rows -> rows.stream().findFirst());
    }

    private static Uni<Optional<AddressRow>> ownAddress(Mutiny.Session session, TenantId tenant, EmailAddress address) {
        return session.createSelectionQuery(
                        "from AddressRow where tenantId = ?1 and folded = ?2 and kind = 'own'", AddressRow.class)
                .setParameter(1, tenant.value())
                .setParameter(2, address.folded())
                .getResultList()
                .map(rows -> rows.stream().findFirst());
    }

    private static Uni<Optional<AccountRow>> find(Mutiny.Session session, TenantId tenant, UUID id) {
        return find(session, tenant, id, LockMode.NONE);
    }

    /** Locked, so that changes of one account write their events in the order in which they are made. */
    private static Uni<Optional<AccountRow>> lock(Mutiny.Session session, TenantId tenant, UUID id) {
        return find(session, tenant, id, LockMode.PESSIMISTIC_WRITE);
    }

    private static Uni<Optional<AccountRow>> find(Mutiny.Session session, TenantId tenant, UUID id, LockMode mode) {
        return session.createSelectionQuery("from AccountRow where tenantId = ?1 and id = ?2", AccountRow.class)
                .setParameter(1, tenant.value())
                .setParameter(2, id)
                .setLockMode(mode)
                .getResultList()
                .map(rows -> rows.stream().findFirst());
    }

    private static Uni<Void> apply(Mutiny.Session session, AccountRow row, Change change) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (Property property : change.properties()) {
            done = done.chain(() -> apply(session, row, property));
        }
        return done;
    }

    private static Uni<Void> apply(Mutiny.Session session, AccountRow row, Property property) {
        switch (property) {
            case Property.DisplayName(String text) -> row.displayName = text;
            case Property.PasswordHash(var hash) -> row.passwordHash = hash.use(Function.identity());
            case Property.NewQuota(Account.Quota quota) -> {
                return session.createNativeQuery(SET_QUOTA, Integer.class)
                        .setParameter(1, row.id)
                        .setParameter(2, quota.octets())
                        .setParameter(3, quota.messages())
                        .getSingleResult()
                        .replaceWithVoid();
            }
        }
        return Uni.createFrom().voidItem();
    }

    private static Uni<Optional<Account>> account(Mutiny.Session session, Optional<AccountRow> row) {
        return row.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : storages(session, List.of(row.get()))
                        .map(storages -> Optional.ofNullable(storages.get(row.get().id))
                                .map(storage -> account(row.get(), storage)));
    }

    private static Uni<Map<UUID, Storage>> storages(Mutiny.Session session, List<AccountRow> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return session.createNativeQuery(STORAGE, Object[].class)
                .setParameter(1, rows.stream().map(row -> row.id).toList())
                .getResultList()
                .map(found -> found.stream()
                        .collect(Collectors.toMap(
                                columns -> UUID.fromString((String) columns[0]), HibernateAccountStore::storage)));
    }

    private static Storage storage(Object[] columns) {
        return new Storage(
                new Account.Quota(number(columns[3]), number(columns[4])),
                new Account.Usage(number(columns[1]), number(columns[2])));
    }

    private static long number(Object column) {
        return ((Number) column).longValue();
    }

    private static Account account(AccountRow row, Map<UUID, Storage> storages) {
        Storage storage = storages.get(row.id);
        if (storage == null) {
            throw new IllegalStateException("account " + row.id + " has no mailbox");
        }
        return account(row, storage);
    }

    private static Account account(AccountRow row, Storage storage) {
        return new Account(
                new TenantId(row.tenantId),
                new AccountId(row.id),
                EmailAddress.of(row.address),
                row.displayName,
                storage.quota(),
                storage.usage(),
                row.createdAt);
    }

    private static Alias alias(AddressRow row) {
        Alias.Pattern pattern = row.kind.equals(AddressRow.CATCH_ALL)
                ? new Alias.Pattern.CatchAll(DomainName.of(row.folded.substring(1)))
                : new Alias.Pattern.Address(EmailAddress.of(row.written));
        return new Alias(new AliasId(row.id), new AccountId(row.accountId), pattern, row.createdAt);
    }
}
