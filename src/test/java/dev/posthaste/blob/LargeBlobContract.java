package dev.posthaste.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.TestDatabase;
import dev.posthaste.blob.postgres.PostgresBlobStore;
import dev.posthaste.blob.postgres.PostgresChunks;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of large blobs, wherever their chunks lie, whatever ends when. */
public interface LargeBlobContract {

    /** As the transaction notes it that removes a reference; an age and a selection of large blobs follow. */
    String RELEASED = "insert into large_blob_released (tenant_id, hash, released_at) select tenant_id, hash, now() - ";

    Duration PATIENCE = Duration.ofSeconds(60);

    Duration DAY = Duration.ofDays(1);

    Uuid7 IDS = new Uuid7(InstantSource.system());

    /** The place. */
    ChunkStore chunks();

    /** Where the rows are. */
    TestDatabase database();

    @Test
    default void a_blob_is_read_at_any_offset_and_streamed_whole() {
        byte[] content = content(1);
        TenantId tenant = tenant();
        StagedBlob.Chunked staged = upload(store(), tenant, content);
        BlobRef blob = commit(staged);

        assertThat(await(store().read(blob, 0, content.length))).isEqualTo(content);
        assertThat(await(store().read(blob, 262_100, 300_000)))
                .isEqualTo(Arrays.copyOfRange(content, 262_100, 562_100));
        assertThat(await(store().read(blob, content.length - 3, 10))).hasSize(3);
        assertThat(streamed(blob, 7, content.length)).isEqualTo(Arrays.copyOfRange(content, 7, content.length));
    }

    @Test
    default void of_two_uploads_of_one_content_the_second_is_dropped() {
        byte[] content = content(2);
        TenantId tenant = tenant();
        StagedBlob.Chunked first = upload(store(), tenant, content);
        StagedBlob.Chunked second = upload(store(), tenant, content);
        BlobRef blob = commit(first);
        commit(second);

        assertThat(await(store().sweep(Duration.ZERO))).isEqualTo(1);

        assertThat(isThere(second.key())).isFalse();
        assertThat(await(store().read(blob, 0, content.length))).isEqualTo(content);
        assertThat(rows("blob_upload", tenant)).isZero();
    }

    @Test
    default void an_upload_that_is_cut_in_the_middle_is_swept() {
        TenantId tenant = tenant();
        await(store().upload(tenant).write(content(3), 0, 600_000));
        UploadKey lost = uploads(tenant).getFirst();
        assertThat(isThere(lost)).isTrue();

        assertThat(await(store().sweep(DAY))).isZero();
        assertThat(isThere(lost)).isTrue();

        assertThat(await(store().sweep(Duration.ZERO))).isEqualTo(1);
        assertThat(isThere(lost)).isFalse();
        assertThat(rows("blob_upload", tenant)).isZero();
    }

    @Test
    default void a_sweep_between_the_last_octet_and_the_commit_takes_nothing() {
        byte[] content = content(4);
        TenantId tenant = tenant();
        BlobUpload slow = store().upload(tenant);
        await(slow.write(content, 0, content.length));
        execute("update blob_upload set started_at = now() - interval '23 hours' where tenant_id = $1", tenant);
        StagedBlob.Chunked staged = (StagedBlob.Chunked) await(slow.finish());

        assertThat(await(store().sweep(Duration.ofHours(1)))).isZero();

        assertThat(await(store().read(commit(staged), 0, content.length))).isEqualTo(content);
    }

    @Test
    default void an_upload_that_the_sweep_has_overtaken_is_a_temporary_failure() {
        TenantId tenant = tenant();
        BlobUpload slow = store().upload(tenant);
        await(slow.write(content(5), 0, 524_288));
        await(store().sweep(Duration.ZERO));

        assertThatThrownBy(() -> await(slow.finish())).isInstanceOf(UncheckedIOException.class);
        await(store().sweep(Duration.ZERO));
        assertThat(rows("blob_upload", tenant)).isZero();
    }

    @Test
    default void a_blob_that_nothing_refers_to_goes_first_and_its_chunks_follow() {
        TenantId tenant = tenant();
        StagedBlob.Chunked staged = upload(store(), tenant, content(6));
        BlobRef blob = commit(staged);
        await(store().sweep(Duration.ZERO));
        execute(RELEASED + "interval '2 days' from large_blob where tenant_id = $1", tenant);

        assertThat(await(store().sweep(DAY))).isEqualTo(1);
        assertThat(isThere(staged.key())).isTrue();
        assertThatThrownBy(() -> await(store().read(blob, 0, 10))).isInstanceOf(BlobMissingException.class);

        assertThat(await(store().sweep(Duration.ZERO))).isEqualTo(1);
        assertThat(isThere(staged.key())).isFalse();
        assertThat(rows("blob_upload", tenant)).isZero();
    }

    @Test
    default void what_a_sweep_could_not_delete_the_next_one_finds() {
        CutChunks cable = new CutChunks(chunks());
        BlobStore store = store(cable);
        TenantId tenant = tenant();
        StagedBlob.Chunked staged = upload(store, tenant, content(7));
        commit(staged);
        execute(RELEASED + "interval '1 second' from large_blob where tenant_id = $1", tenant);
        cable.cut();

        assertThatThrownBy(() -> await(store.sweep(Duration.ZERO)))
                .isInstanceOfAny(UncheckedIOException.class, CompositeException.class);
        assertThat(rows("large_blob", tenant)).isZero();
        assertThat(isThere(staged.key())).isTrue();
        cable.mend();

        assertThat(await(store.sweep(Duration.ZERO))).isEqualTo(1);
        assertThat(isThere(staged.key())).isFalse();
    }

    @Test
    default void a_place_that_goes_away_in_the_middle_is_a_temporary_failure_and_leaves_what_the_sweep_finds() {
        CutChunks cable = new CutChunks(chunks());
        BlobStore store = store(cable);
        TenantId tenant = tenant();
        BlobUpload upload = store.upload(tenant);
        await(upload.write(content(8), 0, 300_000));
        UploadKey key = uploads(tenant).getFirst();
        cable.cut();

        assertThatThrownBy(() -> await(upload.write(content(8), 0, 300_000))).isInstanceOf(UncheckedIOException.class);
        await(upload.abort());
        assertThat(rows("blob_upload", tenant)).isEqualTo(1);
        cable.mend();

        assertThat(await(store.sweep(Duration.ZERO))).isEqualTo(1);
        assertThat(isThere(key)).isFalse();
    }

    @Test
    default void a_place_that_goes_away_before_the_last_octet_acknowledges_nothing() {
        CutChunks cable = new CutChunks(chunks());
        BlobUpload upload = store(cable).upload(tenant());
        await(upload.write(content(9), 0, 262_144));
        cable.cut();

        assertThatThrownBy(() -> await(upload.finish())).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    default void an_upload_that_is_given_up_leaves_nothing() {
        TenantId tenant = tenant();
        BlobUpload upload = store().upload(tenant);
        await(upload.write(content(10), 0, 600_000));
        UploadKey key = uploads(tenant).getFirst();

        await(upload.abort());

        assertThat(isThere(key)).isFalse();
        assertThat(rows("blob_upload", tenant)).isZero();
    }

    @Test
    default void a_blob_whose_chunks_are_gone_is_missing() {
        StagedBlob.Chunked staged = upload(store(), tenant(), content(11));
        BlobRef blob = commit(staged);
        await(chunks().delete(staged.key()));

        assertThatThrownBy(() -> await(store().read(blob, 300_000, 10))).isInstanceOf(BlobMissingException.class);
        assertThatThrownBy(() -> streamed(blob, 0, 600_000)).isInstanceOf(BlobMissingException.class);
    }

    @Test
    default void what_lies_among_the_rows_is_read_and_swept_wherever_new_chunks_go() {
        byte[] content = content(12);
        TenantId tenant = tenant();
        PostgresChunks rows = new PostgresChunks(database().mutinyPool());
        StagedBlob.Chunked staged = upload(store(rows), tenant, content);
        BlobRef blob = commit(staged);

        assertThat(await(store().read(blob, 0, content.length))).isEqualTo(content);

        execute(RELEASED + "interval '1 second' from large_blob where tenant_id = $1", tenant);
        await(store().sweep(Duration.ZERO));
        await(store().sweep(Duration.ZERO));
        assertThat(rows("blob_chunk", tenant)).isZero();
    }

    @Test
    default void another_tenant_has_bytes_of_its_own() {
        byte[] content = content(13);
        StagedBlob.Chunked staged = upload(store(), tenant(), content);
        TenantId neighbour = tenant();

        await(store().copy(staged, neighbour));
        await(chunks().delete(staged.key()));
        BlobRef copy = commit(new StagedBlob.Chunked(staged.hash(), staged.size(), neighbour, staged.upload()));

        assertThat(await(store().read(copy, 0, content.length))).isEqualTo(content);
    }

    private BlobStore store() {
        return store(chunks());
    }

    private BlobStore store(ChunkStore chunks) {
        return new PostgresBlobStore(database().mutinyPool(), chunks, IDS);
    }

    private static StagedBlob.Chunked upload(BlobStore store, TenantId tenant, byte[] content) {
        BlobUpload upload = store.upload(tenant);
        for (int at = 0; at < content.length; at += 50_000) {
            await(upload.write(content, at, Math.min(50_000, content.length - at)));
        }
        return (StagedBlob.Chunked) await(upload.finish());
    }

    /** As intake does it, but nothing refers to it. */
    private BlobRef commit(StagedBlob.Chunked staged) {
        await(database()
                .mutinyPool()
                .preparedQuery("""
                        insert into large_blob (tenant_id, hash, size, upload) values ($1, $2, $3, $4)
                        on conflict (tenant_id, hash) do nothing""")
                .execute(Tuple.of(
                        staged.tenant().value(),
                        Buffer.buffer(staged.hash().octets()),
                        staged.size(),
                        staged.upload())));
        return BlobRef.ofAccount(new AccountId(IDS.next()), staged.tenant(), staged.hash(), staged.size());
    }

    private byte[] streamed(BlobRef blob, long offset, long length) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<byte[]> pieces =
                await(store().stream(blob, offset, length).collect().asList());
        assertThat(pieces).allMatch(piece -> piece.length <= BlobStore.CHUNK);
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private boolean isThere(UploadKey upload) {
        return await(chunks().read(upload, 0, 0, 1)).isPresent();
    }

    private List<UploadKey> uploads(TenantId tenant) {
        return await(database()
                        .mutinyPool()
                        .preparedQuery("select upload from blob_upload where tenant_id = $1")
                        .execute(Tuple.of(tenant.value())))
                .stream()
                .map(row -> new UploadKey(tenant, row.getUUID("upload")))
                .toList();
    }

    private long rows(String table, TenantId tenant) {
        return await(database()
                        .mutinyPool()
                        .preparedQuery("select count(*) from " + table + " where tenant_id = $1")
                        .execute(Tuple.of(tenant.value())))
                .iterator()
                .next()
                .getLong(0);
    }

    private void execute(String sql, TenantId tenant) {
        await(database().mutinyPool().preparedQuery(sql).execute(Tuple.of(tenant.value())));
    }

    private static TenantId tenant() {
        return new TenantId(UUID.randomUUID());
    }

    /** Two chunks and a part of a third. */
    private static byte[] content(long seed) {
        byte[] content = new byte[700_000];
        new Random(seed).nextBytes(content);
        return content;
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(PATIENCE);
    }
}
