package dev.posthaste.queue.postgres;

import dev.posthaste.TestDatabase;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.queue.Item;
import dev.posthaste.queue.QueueStoreContract;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the rows of the queue as intake does, and reads what became of them. */
final class QueueRows {

    private final TestDatabase database;

    QueueRows(TestDatabase database) {
        this.database = database;
    }

    void insert(Item item, List<EmailAddress> recipients, String status, Instant next, Optional<AccountId> account) {
        Buffer hash = Buffer.buffer(item.blob().hash().octets());
        short bucket = (short) item.email().bucket();
        execute("""
                insert into queued_blob (bucket, email_id, tenant_id, hash, size, data)
                values ($1, $2, $3, $4, 10, ''::bytea)""", Tuple.of(bucket, item.email().value(), item.tenant().value(), hash));
        execute(
                """
                insert into email (bucket, id, tenant_id, entrance, reverse_path, author_name, author_address,
                                   sender_name, sender_address, subject, message_id, blob_hash, size, prefix,
                                   needs_utf8, tags, metadata, created_at)
                values ($1, $2, $3, 'api', $4, '', '', '', '', '', '', $5, 10, ''::bytea, false, '{}', '{}', $6)""",
                Tuple.of(
                        bucket,
                        item.email().value(),
                        item.tenant().value(),
                        item.reversePath().toString(),
                        hash,
                        item.acceptedAt().atOffset(ZoneOffset.UTC)));
        for (int n = 0; n < recipients.size(); n++) {
            execute(
                    """
                    insert into recipient (bucket, email_id, n, tenant_id, address, role, destination, status,
                                           attempts, next_attempt_at, account_id)
                    values ($1, $2, $3, $4, $5, 'to', $6, $7, 0, $8, $9)""",
                    Tuple.tuple()
                            .addShort(bucket)
                            .addUUID(item.email().value())
                            .addInteger(n)
                            .addUUID(item.tenant().value())
                            .addString(recipients.get(n).toString())
                            .addString(recipients.get(n).domain().ascii())
                            .addString(status)
                            .addOffsetDateTime(next.atOffset(ZoneOffset.UTC))
                            .addUUID(account.map(AccountId::value).orElse(null)));
        }
    }

    QueueStoreContract.Standing standing(EmailId email, int number) {
        Tuple key = Tuple.of(email.value(), number);
        Row row = execute("select status, attempts from recipient where email_id = $1 and n = $2", key)
                .iterator()
                .next();
        List<String> history = new ArrayList<>();
        execute("select outcome from attempt where email_id = $1 and n = $2 order by attempt", key)
                .forEach(attempt -> history.add(attempt.getString("outcome")));
        return new QueueStoreContract.Standing(row.getString("status"), row.getInteger("attempts"), history);
    }

    boolean holdsBlobOf(EmailId email) {
        String sql = "select from queued_blob where email_id = $1";
        return execute(sql, Tuple.of(email.value())).size() > 0;
    }

    RowSet<Row> execute(String sql, Tuple parameters) {
        return database.mutinyPool()
                .preparedQuery(sql)
                .execute(parameters)
                .await()
                .atMost(Duration.ofSeconds(30));
    }
}
