package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path folder;

    @Test
    void it_is_made_for_its_owner_alone() throws Exception {
        try (DataDirectory data = DataDirectory.open(folder.resolve("a/b/data"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void it_can_be_opened_again_when_it_was_closed() throws Exception {
        DataDirectory.open(folder).close();
        try (DataDirectory data = DataDirectory.open(folder)) {
            assertThat(Files.readString(data.path().resolve("lock")))
                    .startsWith("process " + ProcessHandle.current().pid() + " since 20");
        }
    }

    @Test
    void a_second_opening_in_one_process_is_refused() throws Exception {
        try (DataDirectory first = DataDirectory.open(folder)) {
            assertThat(first.path()).isAbsolute();
            assertThatThrownBy(() -> DataDirectory.open(folder))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("open in this very process");
        }
    }

    @Test
    void a_file_in_its_place_is_refused_with_a_way_out() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        for (Path path : new Path[] {file, file.resolve("data")}) {
            assertThatThrownBy(() -> DataDirectory.open(path))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("POSTHASTE_DATA_DIR");
        }
    }

    @Test
    void a_folder_that_cannot_be_written_is_refused_with_a_way_out() {
        assertThatThrownBy(() -> DataDirectory.open(Path.of("/proc/posthaste")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("cannot be made or written")
                .hasMessageContaining("POSTHASTE_DATA_DIR");
    }
}
