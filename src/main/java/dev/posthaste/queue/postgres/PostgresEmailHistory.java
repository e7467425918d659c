package dev.posthaste.queue.postgres;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import dev.posthaste.queue.Email;
import dev.posthaste.queue.EmailHistory;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads emails, recipients and attempts, one round trip each. */
public final class PostgresEmailHistory implements EmailHistory {

    private static final UUID AFTER_ALL = new UUID(-1L, -1L);

    private static final String EMAIL_COLUMNS = """
            select e.id, e.entrance, e.reverse_path, e.author_name, e.author_address, e.sender_name, e.sender_address,
                   e.subject, e.message_id, e.size + octet_length(e.prefix) as size, e.tags, e.metadata, e.created_at
            from email e
            """;

    private static final String GET = EMAIL_COLUMNS + " where e.bucket = $3 and e.tenant_id = $1 and e.id = $2";

    private static final String LIST = EMAIL_COLUMNS + """
            where e.tenant_id = $1 and e.id < $2
              and ($3::text is null or $3 = any (e.tags))
              and ($4::text is null or exists (
                    select 1 from recipient r
                    where r.bucket = e.bucket and r.tenant_id = $1 and r.email_id = e.id
                      and $4 = case when r.leased_until > now() then 'sending' else r.status end))
            order by e.id desc
            limit $5
            """;

    private static final String RECIPIENTS = """
            select email_id, n, address, role,
                   case when leased_until > now() then 'sending' else status end as status,
                   coalesce(reason, '') as reason, attempts, next_attempt_at, settled_at
            from recipient
            where bucket = any ($3::smallint[]) and tenant_id = $1 and email_id = any ($2)
            order by email_id, n
            """;

    private static final String ATTEMPTS = """
            select n, attempt, started_at, finished_at, outcome, host, tls, code, enhanced, diagnostic
            from attempt
            where bucket = $3 and tenant_id = $1 and email_id = $2
            order by n, attempt
            """;

    private final Pool pool;

    /** Works on this pool. */
    public PostgresEmailHistory(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Optional<Email>> get(TenantId tenant, EmailId id) {
        Tuple key = Tuple.of(tenant.value(), id.value(), (short) id.bucket());
        return pool.preparedQuery(ATTEMPTS)
                .execute(key)
                .chain(attempts -> pool.preparedQuery(GET)
                        .execute(key)
                        .chain(emails -> withRecipients(tenant, emails, attemptsByRecipient(attempts))))
                .map(emails -> emails.stream().findFirst());
    }

    @Override
    public Uni<List<Email>> list(TenantId tenant, Filter filter) {
        Tuple parameters = Tuple.of(
                tenant.value(),
                filter.before().map(EmailId::value).orElse(AFTER_ALL),
                filter.tag().orElse(null),
                filter.status().map(PostgresEmailHistory::written).orElse(null),
                filter.limit());
        return pool.preparedQuery(LIST).execute(parameters).chain(emails -> withRecipients(tenant, emails, Map.of()));
    }

    private Uni<List<Email>> withRecipients(
            TenantId tenant, RowSet<Row> emails, Map<Integer, List<Email.Attempt>> attempts) {
        List<EmailId> ids = new ArrayList<>();
        emails.forEach(row -> ids.add(new EmailId(row.getUUID("id"))));
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Tuple keys = Tuple.tuple()
                .addUUID(tenant.value())
                .addArrayOfUUID(ids.stream().map(EmailId::value).toArray(UUID[]::new))
                .addArrayOfShort(
                        ids.stream().map(id -> (short) id.bucket()).distinct().toArray(Short[]::new));
        return pool.preparedQuery(RECIPIENTS)
                .execute(keys)
                .map(rows -> emails(tenant, emails, recipients(rows, attempts)));
    }

    private static Map<Integer, List<Email.Attempt>> attemptsByRecipient(RowSet<Row> rows) {
        Map<Integer, List<Email.Attempt>> attempts = new HashMap<>();
        for (Row row : rows) {
            attempts.computeIfAbsent(row.getInteger("n"), first -> new ArrayList<>())
                    .add(attempt(row));
        }
        return attempts;
    }

    private static Map<UUID, List<Email.RecipientState>> recipients(
            RowSet<Row> rows, Map<Integer, List<Email.Attempt>> attempts) {
        Map<UUID, List<Email.RecipientState>> recipients = new HashMap<>();
        for (Row row : rows) {
            recipients
                    .computeIfAbsent(row.getUUID("email_id"), first -> new ArrayList<>())
                    .add(recipient(row, attempts.getOrDefault(row.getInteger("n"), List.of())));
        }
        return recipients;
    }

    private static List<Email> emails(
            TenantId tenant, RowSet<Row> rows, Map<UUID, List<Email.RecipientState>> recipients) {
        List<Email> emails = new ArrayList<>(rows.size());
        for (Row row : rows) {
            emails.add(email(tenant, row, recipients.getOrDefault(row.getUUID("id"), List.of())));
        }
        return emails;
    }

    private static Email email(TenantId tenant, Row row, List<Email.RecipientState> recipients) {
        Map<String, String> metadata = new LinkedHashMap<>();
        JsonObject json = (JsonObject) row.getValue("metadata");
        json.forEach(entry -> metadata.put(entry.getKey(), String.valueOf(entry.getValue())));
        return new Email(
                tenant,
                new EmailId(row.getUUID("id")),
                row.getString("entrance"),
                row.getString("reverse_path"),
                new Email.Person(row.getString("author_name"), row.getString("author_address")),
                new Email.Person(row.getString("sender_name"), row.getString("sender_address")),
                row.getString("subject"),
                row.getString("message_id"),
                row.getLong("size"),
                List.of(row.getArrayOfStrings("tags")),
                metadata,
                row.getOffsetDateTime("created_at").toInstant(),
                recipients);
    }

    private static Email.RecipientState recipient(Row row, List<Email.Attempt> attempts) {
        return new Email.RecipientState(
                row.getInteger("n"),
                EmailAddress.of(row.getString("address")),
                row.getString("role"),
                Email.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("reason"),
                row.getInteger("attempts"),
                instant(row.getOffsetDateTime("next_attempt_at")),
                instant(row.getOffsetDateTime("settled_at")),
                attempts);
    }

    private static Email.Attempt attempt(Row row) {
        return new Email.Attempt(
                row.getInteger("attempt"),
                row.getOffsetDateTime("started_at").toInstant(),
                row.getOffsetDateTime("finished_at").toInstant(),
                row.getString("outcome"),
                text(row.getString("host")),
                text(row.getString("tls")),
                Optional.ofNullable(row.getInteger("code")),
                text(row.getString("enhanced")),
                row.getString("diagnostic"));
    }

    private static String written(Email.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static String text(@Nullable String column) {
        return column == null ? "" : column;
    }

    private static Optional<Instant> instant(@Nullable OffsetDateTime column) {
        return Optional.ofNullable(column).map(OffsetDateTime::toInstant);
    }
}
