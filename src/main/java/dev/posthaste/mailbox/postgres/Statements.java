package dev.posthaste.mailbox.postgres;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Single prepared statements, each a transaction of its own and one round trip. */
final class Statements {

    private final Pool pool;

    Statements(Pool pool) {
        this.pool = pool;
    }

    /** Every row, mapped. */
    <T> Uni<List<T>> all(String sql, Tuple arguments, Function<Row, T> mapping) {
        return run(sql, arguments).map(rows -> mapped(rows, mapping));
    }

    /** The first row, mapped. */
    <T> Uni<Optional<T>> first(String sql, Tuple arguments, Function<Row, T> mapping) {
        return all(sql, arguments, mapping).map(rows -> rows.stream().findFirst());
    }

    /** For its effect alone. */
    Uni<Void> effect(String sql, Tuple arguments) {
        return run(sql, arguments).replaceWithVoid();
    }

    private Uni<RowSet<Row>> run(String sql, Tuple arguments) {
        return Uni.createFrom()
                .completionStage(() ->
                        pool.getDelegate().preparedQuery(sql).execute(arguments).toCompletionStage());
    }

    private static <T> List<T> mapped(RowSet<Row> rows, Function<Row, T> mapping) {
        List<T> all = new ArrayList<>(rows.size());
        rows.forEach(row -> all.add(mapping.apply(row)));
        return all;
    }
}
