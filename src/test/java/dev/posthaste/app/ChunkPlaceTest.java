package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.app.Configuration.Blobs;
import dev.posthaste.blob.s3.Bucket;
import dev.posthaste.id.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkPlaceTest {

    @TempDir
    Path folder;

    @Test
    void a_folder_is_made_tried_and_left_without_a_file() throws Exception {
        Path blobs = folder.resolve("blobs");

        ChunkPlace.open(new Blobs.InFiles(blobs));

        try (Stream<Path> below = Files.walk(blobs)) {
            assertThat(below.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void a_folder_that_cannot_be_written_refuses_the_start_and_says_what_to_do() {
        assertThatThrownBy(() -> ChunkPlace.open(new Blobs.InFiles(Path.of("/proc/blobs"))))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("POSTHASTE_BLOB_URL: the folder /proc/blobs cannot be written")
                .hasMessageContaining("may write there")
                .hasMessageContaining("leave it unset");
        assertThatThrownBy(() -> ChunkPlace.open(new Blobs.InFiles(folder.resolve("not/there"))))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("NoSuchFile");
    }

    @Test
    void a_bucket_that_does_not_answer_refuses_the_start_and_its_secret_is_not_told() throws IOException {
        Bucket nobody = new Bucket(
                "mail", "us-east-1", new Bucket.Host.Server(unused()), new Bucket.Login.Key("id", new Secret("hush")));

        assertThatThrownBy(() -> ChunkPlace.open(new Blobs.InBucket(nobody)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("POSTHASTE_BLOB_URL: the bucket mail")
                .hasMessageContaining("endpoint")
                .hasMessageNotContaining("hush");
    }

    private static URI unused() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }
}
