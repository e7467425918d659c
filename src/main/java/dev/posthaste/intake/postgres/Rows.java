package dev.posthaste.intake.postgres;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A named set of rows that a statement takes as arrays, one parameter a column. Name, type and value of a column are declared
 * together, and a statement says {@code {name}} where it reads the rows, with their number {@code ord} from 1, and {@code
 * {name.column}} where it needs the array of one column: no statement counts parameters.
 */
final class Rows<T> {

    private record Column<T>(String name, String type, BiConsumer<Tuple, List<T>> add) {}

    private final String name;
    private final List<Column<T>> columns;

    private Rows(String name, List<Column<T>> columns) {
        this.name = name;
        this.columns = List.copyOf(columns);
    }

    static <T> Rows<T> named(String name) {
        return new Rows<>(name, List.of());
    }

    Rows<T> uuid(String column, Function<T, @Nullable UUID> value) {
        return with(column, "uuid", (tuple, rows) -> tuple.addArrayOfUUID(array(UUID[]::new, rows, value)));
    }

    Rows<T> text(String column, Function<T, @Nullable String> value) {
        return with(column, "text", (tuple, rows) -> tuple.addArrayOfString(array(String[]::new, rows, value)));
    }

    Rows<T> bytes(String column, Function<T, byte @Nullable []> value) {
        return with(
                column,
                "bytea",
                (tuple, rows) -> tuple.addArrayOfBuffer(array(Buffer[]::new, rows, row -> wrapped(value.apply(row)))));
    }

    Rows<T> int8(String column, Function<T, @Nullable Long> value) {
        return with(column, "bigint", (tuple, rows) -> tuple.addArrayOfLong(array(Long[]::new, rows, value)));
    }

    Rows<T> int4(String column, Function<T, @Nullable Integer> value) {
        return with(column, "integer", (tuple, rows) -> tuple.addArrayOfInteger(array(Integer[]::new, rows, value)));
    }

    Rows<T> int2(String column, Function<T, Integer> value) {
        return with(
                column,
                "smallint",
                (tuple, rows) -> tuple.addArrayOfShort(
                        array(Short[]::new, rows, row -> value.apply(row).shortValue())));
    }

    Rows<T> bool(String column, Function<T, @Nullable Boolean> value) {
        return with(column, "boolean", (tuple, rows) -> tuple.addArrayOfBoolean(array(Boolean[]::new, rows, value)));
    }

    Rows<T> time(String column, Function<T, @Nullable Instant> value) {
        return with(
                column,
                "timestamptz",
                (tuple, rows) -> tuple.addArrayOfOffsetDateTime(
                        array(OffsetDateTime[]::new, rows, row -> utc(value.apply(row)))));
    }

    /** Adds the parameters of these rows. */
    void add(Tuple tuple, List<T> rows) {
        columns.forEach(column -> column.add().accept(tuple, rows));
    }

    /** The statement with a parameter for each column of the sets, in their order. */
    static String statement(String template, List<Rows<?>> sets) {
        String sql = template;
        int first = 1;
        for (Rows<?> set : sets) {
            sql = set.insertInto(sql, first);
            first += set.columns.size();
        }
        return sql;
    }

    private String insertInto(String template, int first) {
        String arrays = IntStream.range(0, columns.size())
                .mapToObj(i -> parameter(first, i))
                .collect(Collectors.joining(", "));
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        String sql = template.replace(
                "{" + name + "}", "unnest(%s) with ordinality as %s (%s, ord)".formatted(arrays, name, names));
        for (int i = 0; i < columns.size(); i++) {
            sql = sql.replace("{" + name + "." + columns.get(i).name() + "}", parameter(first, i));
        }
        return sql;
    }

    private String parameter(int first, int column) {
        return "$" + (first + column) + "::" + columns.get(column).type() + "[]";
    }

    private Rows<T> with(String column, String type, BiConsumer<Tuple, List<T>> add) {
        List<Column<T>> all = new ArrayList<>(columns);
        all.add(new Column<>(column, type, add));
        return new Rows<>(name, all);
    }

    private static <T, V> V[] array(IntFunction<V[]> type, List<T> rows, Function<T, @Nullable V> value) {
        return rows.stream().map(value).toArray(type);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    /** Without a copy: nobody changes the octets of an acceptance. */
    private static @Nullable Buffer wrapped(byte @Nullable [] octets) {
        return octets == null ? null : BufferImpl.buffer(Unpooled.wrappedBuffer(octets));
    }
}
