package dev.posthaste.blob.postgres;

import dev.posthaste.blob.UploadKey;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/**
 * The table {@code blob_upload}: which chunks there may be. A row is inserted before the first chunk is written and deleted when
 * a large blob names the upload; when that is swept the row comes back and stays until the chunks are deleted. So every
 * chunk is known by a row of {@code large_blob} or by one of these, and no crash leaves any that a sweep does not find.
 */
final class UploadRows {

    /** Uploads that one sweep deletes; the next goes on. */
    private static final int SWEPT_AT_ONCE = 1_000;

    private static final String BEGIN = """
            insert into blob_upload (tenant_id, upload, started_at) values ($1, $2, now())
            on conflict (tenant_id, upload) do update set started_at = excluded.started_at""";

    private static final String RENEW =
            "update blob_upload set started_at = now() where tenant_id = $1 and upload = $2";

    private static final String FORGET = "delete from blob_upload where tenant_id = $1 and upload = $2";

    /**
     * A transaction that deletes the large blob meanwhile renews the row, and this statement, which waits for it, then finds
     * the row too young: PostgreSQL looks again at the row that was changed, although not at {@code large_blob}.
     */
    private static final String FORGET_SETTLED = """
            delete from blob_upload u
            where u.started_at < now() - make_interval(secs => $1)
              and exists (select 1 from large_blob b where b.tenant_id = u.tenant_id and b.upload = u.upload)""";

    private static final String LOST = """
            select u.tenant_id, u.upload from blob_upload u
            where u.started_at < now() - make_interval(secs => $1)
              and not exists (select 1 from large_blob b where b.tenant_id = u.tenant_id and b.upload = u.upload)
            order by u.started_at limit $2""";

    private final Pool pool;

    UploadRows(Pool pool) {
        this.pool = pool;
    }

    /** Answers when the row is durable: chunks may be written. */
    Uni<Void> begin(UploadKey upload) {
        return execute(BEGIN, upload).replaceWithVoid();
    }

    /** Counts the age from now on, so that the door has all of it to make a blob; fails if the sweep was here first. */
    Uni<Void> renew(UploadKey upload) {
        return execute(RENEW, upload)
                .flatMap(rows -> rows.rowCount() == 1 ? Uni.createFrom().voidItem() : overtaken(upload));
    }

    /** Chunks that came after the sweep are found by the next one. */
    private Uni<Void> overtaken(UploadKey upload) {
        IOException cause = new IOException("the sweep took " + upload + ", which was too slow");
        return begin(upload).chain(() -> Uni.createFrom().failure(new UncheckedIOException(cause)));
    }

    /** There are no chunks any more. */
    Uni<Void> forget(UploadKey upload) {
        return execute(FORGET, upload).replaceWithVoid();
    }

    /** Old uploads that came to nothing, or whose blob was swept. */
    Uni<List<UploadKey>> lost(Duration age) {
        Tuple seconds = Tuple.of((double) age.toSeconds());
        return pool.preparedQuery(FORGET_SETTLED)
                .execute(seconds)
                .chain(() -> pool.preparedQuery(LOST).execute(seconds.addInteger(SWEPT_AT_ONCE)))
                .map(UploadRows::keys);
    }

    private Uni<RowSet<Row>> execute(String sql, UploadKey upload) {
        return pool.preparedQuery(sql).execute(Tuple.of(upload.tenant().value(), upload.upload()));
    }

    private static List<UploadKey> keys(RowSet<Row> rows) {
        return rows.stream()
                .map(row -> new UploadKey(new TenantId(row.getUUID("tenant_id")), row.getUUID("upload")))
                .toList();
    }
}
