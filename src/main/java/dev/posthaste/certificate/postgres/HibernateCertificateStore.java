package dev.posthaste.certificate.postgres;

import dev.posthaste.account.KeySeal;
import dev.posthaste.account.Page;
import dev.posthaste.account.postgres.Sessions;
import dev.posthaste.certificate.Certificate;
import dev.posthaste.certificate.CertificateBundle;
import dev.posthaste.certificate.CertificateId;
import dev.posthaste.certificate.CertificateStore;
import dev.posthaste.event.EventType;
import dev.posthaste.event.postgres.Outbox;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

/** Certificates as rows; a key is opened only when a row becomes a value. */
public final class HibernateCertificateStore implements CertificateStore {

    private static final String PURPOSE = "certificate";
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    /** Counts and writes under one lock of the tenant, so that two uploads cannot both be the last that fits. */
    private static final String LOCK_TENANT = "select 1 from tenant where id = ?1 for update";

    /** Rows that are asked for by their ids, each a parameter of the statement; of more, all are read. */
    private static final int MAX_NAMED = 1000;

    private final Sessions sessions;
    private final KeySeal seal;

    /** Works with these sessions; keys rest under {@code seal}. */
    public HibernateCertificateStore(Sessions sessions, KeySeal seal) {
        this.sessions = sessions;
        this.seal = seal;
    }

    private record Known(long all, long same) {}

    @Override
    public Uni<Creation> create(Certificate certificate) {
        CertificateRow row = row(certificate);
        return sessions.withTransaction(session -> session.createNativeQuery(LOCK_TENANT, Integer.class)
                .setParameter(1, row.tenantId)
                .getResultList()
                .chain(locked -> known(session, row))
                .chain(known -> create(session, row, known)));
    }

    @Override
    public Uni<Page<Certificate>> list(TenantId tenant, Page.Request page) {
        UUID after = page.after()
                .flatMap(CertificateId::parse)
                .map(CertificateId::value)
                .orElse(BEFORE_ALL);
        return sessions.withSession(session -> session.createSelectionQuery(
                        "from CertificateRow where tenantId = ?1 and id > ?2 order by id", CertificateRow.class)
                .setParameter(1, tenant.value())
                .setParameter(2, after)
                .setMaxResults(page.size() + 1)
                .getResultList()
                .map(rows -> page(rows, page.size())));
    }

    @Override
    public Uni<Optional<Certificate>> get(TenantId tenant, CertificateId id) {
        return sessions.withSession(session -> session.createSelectionQuery(
                        "from CertificateRow where tenantId = ?1 and id = ?2", CertificateRow.class)
                .setParameter(1, tenant.value())
                .setParameter(2, id.value())
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(this::certificate)));
    }

    @Override
    public Uni<Deletion> delete(TenantId tenant, CertificateId id) {
        return sessions.withTransaction(session -> session.createSelectionQuery(
                        "from CertificateRow where tenantId = ?1 and id = ?2", CertificateRow.class)
                .setParameter(1, tenant.value())
                .setParameter(2, id.value())
                .setLockMode(LockMode.PESSIMISTIC_WRITE)
                .getSingleResultOrNull()
                .chain(row -> row == null
                        ? Uni.createFrom().item(Deletion.NOT_FOUND)
                        : session.remove(row)
                                .chain(() -> record(session, EventType.CERTIFICATE_DELETED, row))
                                .replaceWith(Deletion.DELETED)));
    }

    @Override
    public Uni<List<Certificate>> all(Map<CertificateId, Certificate> known) {
        return sessions.withSession(
                session -> session.createSelectionQuery("select id from CertificateRow order by id", UUID.class)
                        .getResultList()
                        .chain(ids -> all(session, ids, known)));
    }

    private Uni<List<Certificate>> all(Mutiny.Session session, List<UUID> ids, Map<CertificateId, Certificate> known) {
        List<UUID> unknown = ids.stream()
                .filter(id -> !known.containsKey(new CertificateId(id)))
                .toList();
        return unread(session, unknown).map(rows -> {
            Map<CertificateId, Certificate> all = new HashMap<>(known);
            rows.forEach(row -> all.put(new CertificateId(row.id), certificate(row)));
            // What was deleted between the two statements is in neither.
            return ids.stream()
                    .map(CertificateId::new)
                    .filter(all::containsKey)
                    .map(all::get)
                    .toList();
        });
    }

    private static Uni<List<CertificateRow>> unread(Mutiny.Session session, List<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return ids.size() > MAX_NAMED
                ? session.createSelectionQuery("from CertificateRow", CertificateRow.class)
                        .getResultList()
                : session.createSelectionQuery("from CertificateRow where id in (?1)", CertificateRow.class)
                        .setParameter(1, ids)
                        .getResultList();
    }

    private static Uni<Known> known(Mutiny.Session session, CertificateRow row) {
        return session.createSelectionQuery(
                        "select count(*), count(case when fingerprint = ?2 then 1 end) from CertificateRow"
                                + " where tenantId = ?1",
                        Object[].class)
                .setParameter(1, row.tenantId)
                .setParameter(2, row.fingerprint)
                .getSingleResult()
                .map(counts -> new Known((Long) counts[0], (Long) counts[1]));
    }

    private static Uni<Creation> create(Mutiny.Session session, CertificateRow row, Known known) {
        if (known.same() > 0) {
            return Uni.createFrom().item(Creation.ALREADY_THERE);
        }
        if (known.all() >= MAX_PER_TENANT) {
            return Uni.createFrom().item(Creation.TENANT_FULL);
        }
        return session.persist(row)
                .chain(() -> record(session, EventType.CERTIFICATE_UPLOADED, row))
                .replaceWith(Creation.CREATED);
    }

    private static Uni<Void> record(Mutiny.Session session, EventType type, CertificateRow row) {
        return Outbox.record(
                session,
                Outbox.Entry.of(new TenantId(row.tenantId), type, row.id, Map.of("fingerprint", row.fingerprint)));
    }

    private CertificateRow row(Certificate certificate) {
        CertificateRow row = new CertificateRow();
        row.id = certificate.id().value();
        row.tenantId = certificate.tenant().value();
        row.source = certificate.source().name();
        row.fingerprint = certificate.bundle().fingerprint();
        row.chainPem = certificate.bundle().chainPem();
        row.sealedKey = certificate
                .bundle()
                .privateKeyPem()
                .use(pem -> seal.seal(PURPOSE, pem.getBytes(StandardCharsets.US_ASCII)));
        row.createdAt = certificate.createdAt();
        return row;
    }

    private Page<Certificate> page(List<CertificateRow> rows, int size) {
        List<Certificate> items =
                rows.stream().limit(size).map(this::certificate).toList();
        return new Page<>(
                items, rows.size() > size ? Optional.of(items.getLast().id().toString()) : Optional.empty());
    }

    private Certificate certificate(CertificateRow row) {
        Secret key = new Secret(new String(seal.open(PURPOSE, row.sealedKey), StandardCharsets.US_ASCII));
        return new Certificate(
                new TenantId(row.tenantId),
                new CertificateId(row.id),
                CertificateBundle.restore(row.chainPem, key),
                Certificate.Source.valueOf(row.source),
                row.createdAt);
    }
}
