package dev.posthaste.account.postgres;

import dev.posthaste.account.DomainStore;
import dev.posthaste.account.HostedDomainEntry;
import dev.posthaste.account.KeySeal;
import dev.posthaste.account.Page;
import dev.posthaste.account.SigningKey;
import dev.posthaste.address.DomainName;
import dev.posthaste.event.EventType;
import dev.posthaste.event.postgres.Outbox;
import dev.posthaste.id.DomainId;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

/** Hosted domains and their signing keys. */
public final class HibernateDomainStore implements DomainStore {

    private final Sessions sessions;
    private final KeySeal seal;
    private final Uuid7 ids;
    private final InstantSource clock;

    /** Works with these sessions; private keys rest under {@code seal}. */
    public HibernateDomainStore(Sessions sessions, KeySeal seal, Uuid7 ids, InstantSource clock) {
        this.sessions = sessions;
        this.seal = seal;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Uni<Creation> create(TenantId tenant, DomainName name, List<SigningKey> keys) {
        HostedDomainRow row = new HostedDomainRow();
        row.id = ids.next();
        row.tenantId = tenant.value();
        row.name = name.ascii();
        row.createdAt = clock.instant();
        Object[] rows = keys.stream().map(key -> row(row, key)).toArray();
        Uni<Creation> created = sessions.withTransaction(session -> session.persist(row)
                        .chain(() -> session.persistAll(rows))
                        .chain(() -> record(session, EventType.DOMAIN_CREATED, row)))
                .replaceWith(() -> new Creation.Created(entryOf(row, keys)));
        return created.onFailure(Uniqueness::isViolated).recoverWithItem(new Creation.NameTaken());
    }

    @Override
    public Uni<Page<HostedDomainEntry>> list(TenantId tenant, Page.Request page) {
        Optional<UUID> after = page.after().flatMap(DomainId::parse).map(DomainId::value);
        return sessions.withSession(session -> Paging.rows(session, HostedDomainRow.class, tenant, after, page)
                .chain(rows -> keysOf(session, tenant, rows)
                        .map(keys -> Paging.page(
                                rows,
                                page,
                                row -> entry(row, keys),
                                entry -> entry.id().toString()))));
    }

    @Override
    public Uni<Optional<HostedDomainEntry>> get(TenantId tenant, DomainId id) {
        return one(tenant, "from HostedDomainRow where tenantId = ?1 and id = ?2", id.value());
    }

    @Override
    public Uni<Optional<HostedDomainEntry>> get(TenantId tenant, DomainName name) {
        return one(tenant, "from HostedDomainRow where tenantId = ?1 and name = ?2", name.ascii());
    }

    @Override
    public Uni<Deletion> delete(TenantId tenant, DomainId id) {
        return sessions.withTransaction(session -> session.createSelectionQuery(
                        "from HostedDomainRow where tenantId = ?1 and id = ?2", HostedDomainRow.class)
                .setParameter(1, tenant.value())
                .setParameter(2, id.value())
                .setLockMode(LockMode.PESSIMISTIC_WRITE)
                .getSingleResultOrNull()
                .chain(row -> row == null ? Uni.createFrom().item(Deletion.NOT_FOUND) : deleteUnused(session, row)));
    }

    private static Uni<Deletion> deleteUnused(Mutiny.Session session, HostedDomainRow row) {
        return session.createSelectionQuery(
                        "select count(*) from AddressRow where tenantId = ?1 and domainId = ?2", Long.class)
                .setParameter(1, row.tenantId)
                .setParameter(2, row.id)
                .getSingleResult()
                .chain(used -> used > 0 ? Uni.createFrom().item(Deletion.IN_USE) : deleteRow(session, row));
    }

    private static Uni<Deletion> deleteRow(Mutiny.Session session, HostedDomainRow row) {
        return session.createMutationQuery("delete from SigningKeyRow where tenantId = ?1 and domainId = ?2")
                .setParameter(1, row.tenantId)
                .setParameter(2, row.id)
                .executeUpdate()
                .chain(() -> session.remove(row))
                .chain(() -> record(session, EventType.DOMAIN_DELETED, row))
                .replaceWith(Deletion.DELETED);
    }

    private static Uni<Void> record(Mutiny.Session session, EventType type, HostedDomainRow row) {
        return Outbox.record(
                session, Outbox.Entry.of(new TenantId(row.tenantId), type, row.id, Map.of("name", row.name)));
    }

    private Uni<Optional<HostedDomainEntry>> one(TenantId tenant, String query, Object key) {
        return sessions.withSession(session -> session.createSelectionQuery(query, HostedDomainRow.class)
                .setParameter(1, tenant.value())
                .setParameter(2, key)
                .getResultList()
                .chain(rows -> keysOf(session, tenant, rows)
                        .map(keys -> rows.stream().findFirst().map(row -> entry(row, keys)))));
    }

    private static Uni<List<SigningKeyRow>> keysOf(
            Mutiny.Session session, TenantId tenant, List<HostedDomainRow> domains) {
        return session.createSelectionQuery(
                        "from SigningKeyRow where tenantId = ?1 and domainId in (?2) order by selector",
                        SigningKeyRow.class)
                .setParameter(1, tenant.value())
                .setParameter(2, domains.stream().map(domain -> domain.id).toList())
                .getResultList();
    }

    private SigningKeyRow row(HostedDomainRow domain, SigningKey key) {
        SigningKeyRow row = new SigningKeyRow();
        row.tenantId = domain.tenantId;
        row.domainId = domain.id;
        row.selector = key.selector();
        row.algorithm = key.algorithm().name();
        row.sealedPrivate = seal.seal(SigningKeys.PURPOSE, key.pkcs8());
        row.publicKey = key.publicKey();
        row.createdAt = domain.createdAt;
        return row;
    }

    private HostedDomainEntry entry(HostedDomainRow row, List<SigningKeyRow> keys) {
        List<SigningKey> mine = keys.stream()
                .filter(key -> key.domainId.equals(row.id))
                .map(key -> SigningKeys.open(seal, key.selector, key.algorithm, key.sealedPrivate, key.publicKey))
                .toList();
        return entryOf(row, mine);
    }

    private static HostedDomainEntry entryOf(HostedDomainRow row, List<SigningKey> keys) {
        return new HostedDomainEntry(
                new TenantId(row.tenantId), new DomainId(row.id), DomainName.of(row.name), keys, row.createdAt);
    }
}
