package dev.posthaste.account.postgres;

import dev.posthaste.account.ApiKeyStore;
import dev.posthaste.account.Page;
import dev.posthaste.event.EventType;
import dev.posthaste.event.postgres.Outbox;
import dev.posthaste.id.ApiKeyId;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

/** API keys; the look-up by hash, which every request needs, is a prepared statement. */
public final class HibernateApiKeyStore implements ApiKeyStore {

    private static final String BY_HASH =
            "select tenant_id, id, name, scopes, created_at from api_key where secret_hash = $1 and revoked_at is null";

    private final Sessions sessions;
    private final Pool pool;
    private final InstantSource clock;

    /** Works with these sessions and this pool, which are on one database. */
    public HibernateApiKeyStore(Sessions sessions, Pool pool, InstantSource clock) {
        this.sessions = sessions;
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public Uni<ApiKey> create(TenantId tenant, ApiKeyId id, String name, List<String> scopes, byte[] secretHash) {
        ApiKeyRow row = new ApiKeyRow();
        row.id = id.value();
        row.tenantId = tenant.value();
        row.name = name;
        row.scopes = scopes.toArray(new String[0]);
        row.secretHash = secretHash;
        row.createdAt = clock.instant();
        return sessions.withTransaction(
                        session -> session.persist(row).chain(() -> record(session, EventType.API_KEY_CREATED, row)))
                .replaceWith(() -> key(row));
    }

    @Override
    public Uni<Page<ApiKey>> list(TenantId tenant, Page.Request page) {
        Optional<UUID> after = page.after().flatMap(ApiKeyId::parse).map(ApiKeyId::value);
        return sessions.withSession(session -> Paging.rows(session, ApiKeyRow.class, tenant, after, page))
                .map(rows -> Paging.page(
                        rows, page, HibernateApiKeyStore::key, key -> key.id().toString()));
    }

    @Override
    public Uni<Optional<ApiKey>> get(TenantId tenant, ApiKeyId id) {
        return sessions.withSession(session -> find(session, tenant, id))
                .map(row -> row.map(HibernateApiKeyStore::key));
    }

    @Override
    public Uni<Optional<ApiKey>> revoke(TenantId tenant, ApiKeyId id) {
        return sessions.withTransaction(session -> find(session, tenant, id)
                .chain(row -> row.isEmpty()
                        ? Uni.createFrom().item(Optional.<ApiKey>empty())
                        : revoke(session, row.get()).map(Optional::of)));
    }

    @Override
    public Uni<Optional<ApiKey>> bySecretHash(byte[] secretHash) {
        return pool.preparedQuery(BY_HASH)
                .execute(Tuple.of(Buffer.buffer(secretHash)))
                .map(HibernateApiKeyStore::first);
    }

    /** A key that is revoked again stays as it is. The row is locked, so that only one of two callers revokes it. */
    private Uni<ApiKey> revoke(Mutiny.Session session, ApiKeyRow row) {
        return session.refresh(row, LockMode.PESSIMISTIC_WRITE).chain(() -> {
            if (row.revokedAt != null) {
                return Uni.createFrom().item(key(row));
            }
            row.revokedAt = clock.instant();
            return record(session, EventType.API_KEY_REVOKED, row).replaceWith(() -> key(row));
        });
    }

    private static Uni<Void> record(Mutiny.Session session, EventType type, ApiKeyRow row) {
        return Outbox.record(
                session, Outbox.Entry.of(new TenantId(row.tenantId), type, row.id, Map.of("name", row.name)));
    }

    private static Uni<Optional<ApiKeyRow>> find(Mutiny.Session session, TenantId tenant, ApiKeyId id) {
        return session.createSelectionQuery("from ApiKeyRow where tenantId = ?1 and id = ?2", ApiKeyRow.class)
                .setParameter(1, tenant.value())
                .setParameter(2, id.value())
                .getResultList()
                .map(rows -> rows.stream().findFirst());
    }

    private static Optional<ApiKey> first(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(new ApiKey(
                    new TenantId(row.getUUID("tenant_id")),
                    new ApiKeyId(row.getUUID("id")),
                    row.getString("name"),
                    List.of(row.getArrayOfStrings("scopes")),
                    row.getOffsetDateTime("created_at").toInstant(),
                    Optional.empty()));
        }
        return Optional.empty();
    }

    private static ApiKey key(ApiKeyRow row) {
        return new ApiKey(
                new TenantId(row.tenantId),
                new ApiKeyId(row.id),
                row.name,
                List.of(row.scopes),
                row.createdAt,
                Optional.ofNullable(row.revokedAt));
    }
}
