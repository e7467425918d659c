package dev.posthaste.blob.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.blob.UploadKey;
import dev.posthaste.id.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadFilesTest {

    private static final byte[] OCTETS = "octets".getBytes(StandardCharsets.US_ASCII);

    private static final UploadKey FROM = new UploadKey(new TenantId(UUID.randomUUID()), UUID.randomUUID());

    private static final UploadKey TO = new UploadKey(new TenantId(UUID.randomUUID()), FROM.upload());

    @TempDir
    Path folder;

    @Test
    void where_a_file_has_one_name_only_its_octets_are_copied() throws IOException {
        UploadFiles files = UploadFiles.below(folder);
        files.write(FROM, 0, OCTETS);

        files.copyOctets(FROM, TO);
        files.delete(FROM);

        assertThat(files.read(TO, 0, 0, OCTETS.length)).hasValue(OCTETS);
        assertThat(Files.getPosixFilePermissions(regularFiles().getFirst())).hasSize(2);
    }

    @Test
    void what_is_not_there_is_not_copied() throws IOException {
        UploadFiles files = UploadFiles.below(folder);

        assertThatThrownBy(() -> files.copy(FROM, TO)).isInstanceOf(NoSuchFileException.class);
        assertThat(regularFiles()).isEmpty();
    }

    @Test
    void a_copy_that_was_never_whole_is_deleted_too() throws IOException {
        UploadFiles files = UploadFiles.below(folder);
        files.write(TO, 0, OCTETS);
        Path file = regularFiles().getFirst();
        Files.move(file, file.resolveSibling(file.getFileName() + ".part"));

        files.delete(TO);

        assertThat(regularFiles()).isEmpty();
    }

    @Test
    void a_link_that_somebody_put_there_is_not_followed() throws IOException {
        UploadFiles files = UploadFiles.below(folder.resolve("blobs"));
        files.write(FROM, 0, OCTETS);
        Path file = regularFiles().getFirst();
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Files.delete(file);
        Files.createSymbolicLink(file, secret);

        assertThatThrownBy(() -> files.read(FROM, 0, 0, 6)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.write(FROM, 0, OCTETS)).isInstanceOf(IOException.class);
        assertThat(secret).hasContent("secret");
    }

    private List<Path> regularFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
