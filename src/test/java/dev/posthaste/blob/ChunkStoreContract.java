package dev.posthaste.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every place for chunks does. */
public interface ChunkStoreContract {

    Duration PATIENCE = Duration.ofSeconds(60);

    /** The place. */
    ChunkStore chunks();

    @Test
    default void a_chunk_is_read_in_pieces() {
        UploadKey upload = upload();
        byte[] first = octets(1, BlobStore.CHUNK);
        byte[] second = octets(2, 1_000);
        write(upload, first, second);

        assertThat(read(upload, 0, 0, BlobStore.CHUNK)).isEqualTo(first);
        assertThat(read(upload, 0, 262_000, 144)).isEqualTo(Arrays.copyOfRange(first, 262_000, 262_144));
        assertThat(read(upload, 1, 990, 10)).isEqualTo(Arrays.copyOfRange(second, 990, 1_000));
    }

    @Test
    default void a_piece_ends_where_the_chunk_ends() {
        UploadKey upload = upload();
        write(upload, octets(1, 1_000));

        assertThat(read(upload, 0, 990, 4_000)).hasSize(10);
        assertThat(await(chunks().read(upload, 0, 1_000, 10))).isEmpty();
    }

    @Test
    default void what_was_never_written_is_empty() {
        UploadKey upload = upload();
        write(upload, octets(1, 1_000));

        assertThat(await(chunks().read(upload, 1, 0, 10))).isEmpty();
        assertThat(await(chunks().read(upload(), 0, 0, 10))).isEmpty();
        assertThat(await(chunks().read(new UploadKey(tenant(), upload.upload()), 0, 0, 10)))
                .as("of another tenant")
                .isEmpty();
    }

    @Test
    default void what_is_deleted_is_empty_and_may_be_deleted_again() {
        UploadKey upload = upload();
        UploadKey other = new UploadKey(upload.tenant(), UUID.randomUUID());
        write(upload, octets(1, BlobStore.CHUNK), octets(2, 5));
        write(other, octets(3, 5));

        await(chunks().delete(upload));
        await(chunks().delete(upload));

        assertThat(await(chunks().read(upload, 0, 0, 5))).isEmpty();
        assertThat(await(chunks().read(upload, 1, 0, 5))).isEmpty();
        assertThat(read(other, 0, 0, 5)).isEqualTo(octets(3, 5));
    }

    @Test
    default void a_copy_outlives_what_it_was_made_of() {
        UploadKey upload = upload();
        TenantId neighbour = tenant();
        byte[] first = octets(1, BlobStore.CHUNK);
        byte[] second = octets(2, 1_000);
        write(upload, first, second);
        StagedBlob.Chunked blob = new StagedBlob.Chunked(
                new BlobHash(1, 2, 3, 4), BlobStore.CHUNK + 1_000, upload.tenant(), upload.upload());

        await(chunks().copy(blob, neighbour));
        await(chunks().copy(blob, neighbour));
        await(chunks().delete(upload));

        UploadKey copy = new UploadKey(neighbour, upload.upload());
        assertThat(read(copy, 0, 0, BlobStore.CHUNK)).isEqualTo(first);
        assertThat(read(copy, 1, 0, 1_000)).isEqualTo(second);
    }

    @Test
    default void an_answer_comes_on_the_context_of_whoever_asks() throws Exception {
        UploadKey upload = upload();
        write(upload, octets(1, 1_000));
        Context context = TestDatabase.vertx().getOrCreateContext();
        CompletableFuture<Context> answeredOn = new CompletableFuture<>();

        context.runOnContext(now -> chunks().read(upload, 0, 0, 10)
                .map(piece -> Vertx.currentContext())
                .subscribe()
                .with(answeredOn::complete, answeredOn::completeExceptionally));

        assertThat(answeredOn.get()).isSameAs(context);
    }

    @Test
    default void the_probe_finds_nothing_to_complain_of() {
        UUID name = UUID.randomUUID();

        await(new ChunkStoreProbe(chunks(), name).run());

        assertThat(await(chunks().read(new UploadKey(new TenantId(new UUID(0, 0)), name), 0, 0, 10)))
                .as("of the probe")
                .isEmpty();
    }

    private void write(UploadKey upload, byte[]... contents) {
        for (int number = 0; number < contents.length; number++) {
            await(chunks().write(upload, number, contents[number]));
        }
        await(chunks().seal(upload));
    }

    private byte[] read(UploadKey upload, int number, int offset, int length) {
        return await(chunks().read(upload, number, offset, length)).orElseThrow();
    }

    private static UploadKey upload() {
        return new UploadKey(tenant(), UUID.randomUUID());
    }

    private static TenantId tenant() {
        return new TenantId(UUID.randomUUID());
    }

    private static byte[] octets(long seed, int length) {
        byte[] octets = new byte[length];
        new Random(seed).nextBytes(octets);
        return octets;
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(PATIENCE);
    }
}
