package dev.posthaste.account.postgres;

import dev.posthaste.account.AccountRef;
import dev.posthaste.account.Destination;
import dev.posthaste.address.EmailAddress;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where addresses lead, asked for many at once: what is asked while a question is on its way goes into the next. There is no
 * timer, so that a lone question waits for nothing, and nothing is remembered: each is put to the database after it was
 * asked.
 */
final class AddressLookups {

    /** Addresses of one statement: more make it no cheaper for each. */
    static final int MAX_TOGETHER = 128;

    /** Exact address, then the one without detail (or the same again), then the domain's catch-all. */
    private static final String RESOLVE = """
            select d.name is not null as is_hosted, c.tenant_id, c.id, c.address, c.inbox_id,
                   m.used_octets >= m.quota_octets or m.used_messages >= m.quota_messages as is_full
            from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality
                as q (domain, exact, plain, catch_all, n)
            left join hosted_domain d on d.name = q.domain
            left join lateral (
                select a.account_id, a.tenant_id from address a
                where d.name is not null and a.folded in (q.exact, q.plain, q.catch_all)
                order by case a.folded when q.exact then 0 when q.plain then 1 else 2 end
                limit 1) a on true
            left join account c on c.tenant_id = a.tenant_id and c.id = a.account_id
            left join mailbox m on m.account_id = c.id
            order by q.n""";

    private final Pool pool;
    private final Queue<Question> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asking = new AtomicBoolean();

    AddressLookups(Pool pool) {
        this.pool = pool;
    }

    private record Question(EmailAddress address, UniEmitter<? super Destination> answer) {}

    /** The answer comes on the caller's context, if it has one. */
    Uni<Destination> resolve(EmailAddress address) {
        @Nullable Context caller = Vertx.currentContext();
        Uni<Destination> answer = Uni.createFrom().emitter(emitter -> {
            waiting.add(new Question(address, emitter));
            begin();
        });
        return caller == null ? answer : answer.emitOn(step -> caller.runOnContext(now -> step.run()));
    }

    private void begin() {
        if (!waiting.isEmpty() && asking.compareAndSet(false, true)) {
            askNext();
        }
    }

    private void askNext() {
        List<Question> together = take();
        if (together.isEmpty()) {
            asking.set(false);
            // Somebody may have come between the last look and the line above, and have found us asking.
            begin();
            return;
        }
        pool.preparedQuery(RESOLVE)
                .execute(parameters(together))
                .subscribe()
                .with(rows -> answer(together, rows), failure -> fail(together, failure));
    }

    private List<Question> take() {
        List<Question> together = new ArrayList<>();
        for (Question next = waiting.poll(); next != null; next = waiting.poll()) {
            together.add(next);
            if (together.size() == MAX_TOGETHER) {
                break;
            }
        }
        return together;
    }

    private void answer(List<Question> together, RowSet<Row> rows) {
        askNext();
        int n = 0;
        for (Row row : rows) {
            together.get(n++).answer().complete(destination(row));
        }
    }

    private void fail(List<Question> together, Throwable failure) {
        askNext();
        together.forEach(question -> question.answer().fail(failure));
    }

    private static Tuple parameters(List<Question> together) {
        return Tuple.tuple()
                .addArrayOfString(texts(together, address -> address.domain().ascii()))
                .addArrayOfString(texts(together, EmailAddress::folded))
                .addArrayOfString(texts(together, AddressLookups::withoutDetail))
                .addArrayOfString(
                        texts(together, address -> "@" + address.domain().ascii()));
    }

    private static String[] texts(List<Question> together, Function<EmailAddress, String> column) {
        return together.stream().map(Question::address).map(column).toArray(String[]::new);
    }

    /** The folded address without its {@code +detail}, or as it is. */
    static String withoutDetail(EmailAddress address) {
        return address.local()
                .withoutDetail()
                .map(local -> new EmailAddress(local, address.domain()).folded())
                .orElseGet(address::folded);
    }

    private static Destination destination(Row row) {
        if (!row.getBoolean("is_hosted")) {
            return new Destination.Elsewhere();
        }
        if (row.getUUID("id") == null) {
            return new Destination.Unknown();
        }
        AccountRef account = PostgresAccountDirectory.account(row);
        return Boolean.TRUE.equals(row.getBoolean("is_full"))
                ? new Destination.Full(account)
                : new Destination.Local(account);
    }
}
