package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.TestDatabase;
import dev.posthaste.id.Secret;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SchemaTest {

    @Test
    void nodes_that_start_at_the_same_time_do_not_disturb_each_other() throws Exception {
        try (TestDatabase database = TestDatabase.empty();
                ExecutorService nodes = Executors.newFixedThreadPool(3)) {
            List<Future<?>> starts = nodes
                    .invokeAll(List.of(() -> migrate(database), () -> migrate(database), () -> migrate(database)))
                    .stream()
                    .<Future<?>>map(start -> start)
                    .toList();
            for (Future<?> start : starts) {
                assertThat(start.get()).isEqualTo("migrated");
            }
        }
    }

    @Test
    void a_database_that_is_not_there_is_named_without_its_password() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        ConnectionInfo nowhere = new ConnectionInfo("127.0.0.1", nobody, "mail", "me", new Secret("hush"), "");

        assertThatThrownBy(() -> Schema.migrate(nowhere))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("postgresql://127.0.0.1:" + nobody + "/mail")
                .hasMessageNotContaining("hush");
    }

    private static String migrate(TestDatabase database) throws StartException {
        Schema.migrate(database.connection());
        return "migrated";
    }
}
