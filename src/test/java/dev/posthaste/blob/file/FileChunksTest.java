package dev.posthaste.blob.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.TestDatabase;
import dev.posthaste.blob.BlobHash;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.blob.ChunkStore;
import dev.posthaste.blob.ChunkStoreContract;
import dev.posthaste.blob.LargeBlobContract;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.blob.UploadKey;
import dev.posthaste.id.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileChunksTest implements ChunkStoreContract, LargeBlobContract {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final UploadKey UPLOAD = new UploadKey(
            new TenantId(UUID.fromString("0198f000-0000-7000-8000-000000000001")),
            UUID.fromString("0198f000-0000-7000-8000-00000000abcd"));

    @TempDir
    Path folder;

    private FileChunks chunks;

    @AfterAll
    static void disconnect() {
        DATABASE.close();
    }

    @BeforeEach
    void open() throws IOException {
        DATABASE.truncate();
        chunks = FileChunks.in(folder.resolve("blobs"));
    }

    @AfterEach
    void close() {
        chunks.close();
    }

    @Override
    public ChunkStore chunks() {
        return chunks;
    }

    @Override
    public TestDatabase database() {
        return DATABASE;
    }

    @Test
    void an_upload_is_one_file_that_is_named_by_ids_alone_and_that_only_we_can_read() throws IOException {
        chunks.write(UPLOAD, 0, new byte[BlobStore.CHUNK]).await().atMost(LargeBlobContract.PATIENCE);
        chunks.write(UPLOAD, 1, new byte[7]).await().atMost(LargeBlobContract.PATIENCE);

        Path file = folder.resolve("blobs")
                .resolve("0198f000-0000-7000-8000-000000000001/cd/0198f000-0000-7000-8000-00000000abcd");
        assertThat(file).isRegularFile().hasSize(BlobStore.CHUNK + 7L);
        assertThat(permissions(file)).isEqualTo("rw-------");
        for (Path above = file.getParent(); !above.equals(folder); above = above.getParent()) {
            assertThat(permissions(above)).as(above.toString()).isEqualTo("rwx------");
        }
    }

    @Test
    void a_copy_is_a_second_name_for_the_same_octets() throws IOException {
        TenantId neighbour = new TenantId(UUID.randomUUID());
        chunks.write(UPLOAD, 0, new byte[7]).await().atMost(LargeBlobContract.PATIENCE);

        chunks.copy(new StagedBlob.Chunked(new BlobHash(1, 2, 3, 4), 7, UPLOAD.tenant(), UPLOAD.upload()), neighbour)
                .await()
                .atMost(LargeBlobContract.PATIENCE);

        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSize(2)
                    .allSatisfy(file ->
                            assertThat(Files.getAttribute(file, "unix:nlink")).isEqualTo(2));
        }
    }

    @Test
    void a_file_is_never_written_by_two() {
        chunks.write(UPLOAD, 0, new byte[7]).await().atMost(LargeBlobContract.PATIENCE);

        assertThatThrownBy(() -> chunks.write(UPLOAD, 0, new byte[7]).await().atMost(LargeBlobContract.PATIENCE))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void a_chunk_that_comes_after_the_deletion_makes_no_file() {
        chunks.write(UPLOAD, 0, new byte[BlobStore.CHUNK]).await().atMost(LargeBlobContract.PATIENCE);
        chunks.delete(UPLOAD).await().atMost(LargeBlobContract.PATIENCE);

        assertThatThrownBy(() -> chunks.write(UPLOAD, 1, new byte[7]).await().atMost(LargeBlobContract.PATIENCE))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void a_folder_that_cannot_be_is_refused() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> FileChunks.in(file)).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> FileChunks.in(folder.resolve("not/there"))).isInstanceOf(FileSystemException.class);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
