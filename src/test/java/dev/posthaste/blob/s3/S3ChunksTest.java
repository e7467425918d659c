package dev.posthaste.blob.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.S3Server;
import dev.posthaste.TestDatabase;
import dev.posthaste.blob.ChunkStore;
import dev.posthaste.blob.ChunkStoreContract;
import dev.posthaste.blob.LargeBlobContract;
import dev.posthaste.blob.UploadKey;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ChunksTest implements ChunkStoreContract, LargeBlobContract {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final UploadKey UPLOAD = new UploadKey(new TenantId(UUID.randomUUID()), UUID.randomUUID());

    @TempDir
    static Path folder;

    private static S3Server server;

    private static S3Chunks chunks;

    @BeforeAll
    static void start() {
        server = S3Server.start(folder);
        chunks = S3Chunks.in(bucket(S3Server.BUCKET, server.endpoint()));
    }

    @AfterAll
    static void stop() {
        chunks.close();
        server.close();
        DATABASE.close();
    }

    @BeforeEach
    void clear() {
        DATABASE.truncate();
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
    void a_bucket_that_is_not_there_is_a_temporary_failure() {
        try (S3Chunks nowhere = S3Chunks.in(bucket("nowhere", server.endpoint()))) {
            assertThatThrownBy(() -> write(nowhere))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("bucket does not exist");
        }
    }

    @Test
    void a_server_that_is_not_there_is_a_temporary_failure() throws IOException {
        try (S3Chunks nobody = S3Chunks.in(bucket(S3Server.BUCKET, unused()))) {
            assertThatThrownBy(() -> write(nobody)).isInstanceOf(UncheckedIOException.class);
        }
    }

    private static void write(S3Chunks chunks) {
        chunks.write(UPLOAD, 0, new byte[7]).await().atMost(LargeBlobContract.PATIENCE);
    }

    private static Bucket bucket(String name, URI endpoint) {
        return new Bucket(
                name, "us-east-1", new Bucket.Host.Server(endpoint), new Bucket.Login.Key("id", new Secret("secret")));
    }

    private static URI unused() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }
}
