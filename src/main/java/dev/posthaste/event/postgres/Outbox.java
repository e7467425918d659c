package dev.posthaste.event.postgres;

import dev.posthaste.event.EventType;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Writes events in the transaction of a Hibernate session. */
public final class Outbox {

    /** The parameters are cast, because a null has no type of its own. */
    private static final String INSERT = "insert into event (tenant_id, subject_id, account_id, bucket, type, data)"
            + " values (?1, ?2, cast(?3 as uuid), " + OutboxSql.bucket("?2") + ", ?4, ?5)";

    private Outbox() {}

    /**
     * An event to be.
     *
     * @param account whose event it is; empty for one of a tenant
     * @param data few and short values, none of them a secret
     */
    public record Entry(
            TenantId tenant, EventType type, UUID subject, Optional<AccountId> account, Map<String, String> data) {

        /** Of a tenant, about {@code subject}. */
        public static Entry of(TenantId tenant, EventType type, UUID subject, Map<String, String> data) {
            return new Entry(tenant, type, subject, Optional.empty(), data);
        }

        /** Of an account, about {@code subject}. */
        public static Entry of(
                TenantId tenant, EventType type, UUID subject, AccountId account, Map<String, String> data) {
            return new Entry(tenant, type, subject, Optional.of(account), data);
        }
    }

    /**
     * Writes what the session has still to write, so that the rows of the subject are locked, and then the event. Fails
     * as the session's own writing does; nothing of the transaction is then made.
     */
    public static Uni<Void> record(Mutiny.Session session, Entry entry) {
        return session.flush()
                .chain(() -> session.createNativeQuery(INSERT)
                        .setParameter(1, entry.tenant().value())
                        .setParameter(2, entry.subject())
                        .setParameter(
                                3,
                                entry.account()
                                        .map(account -> account.value().toString())
                                        .orElse(null))
                        .setParameter(4, (short) entry.type().code())
                        .setParameter(5, new JsonObject(new TreeMap<>(entry.data())).encode())
                        .executeUpdate())
                .replaceWithVoid();
    }
}
