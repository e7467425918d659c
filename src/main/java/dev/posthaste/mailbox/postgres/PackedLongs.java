package dev.posthaste.mailbox.postgres;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Many numbers in one column: eight octets each, most significant first. A folder of a million messages comes so as a few
 * megabytes without an object for each number.
 */
final class PackedLongs {

    private PackedLongs() {}

    /** SQL that packs {@code value} of all rows, in ascending order of {@code order}. */
    static String sql(String value, String order) {
        return "coalesce(string_agg(int8send(" + value + "), ''::bytea order by " + order + "), '')";
    }

    /** The numbers of a packed column. */
    static long[] read(Row row, String column) {
        Buffer packed = row.getBuffer(column);
        long[] numbers = new long[packed.length() / Long.BYTES];
        ByteBuffer.wrap(packed.getBytes()).asLongBuffer().get(numbers);
        return numbers;
    }

    /** An argument for {@code bigint[]}: ascending, each once. */
    static Long[] argument(long[] numbers) {
        return Arrays.stream(numbers).sorted().distinct().boxed().toArray(Long[]::new);
    }
}
