package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgConnectOptions;
import org.junit.jupiter.api.Test;

class DatabasePoolTest {

    @Test
    void plans_are_generic_unless_something_else_was_chosen() {
        PgConnectOptions auto = new PgConnectOptions().addProperty("plan_cache_mode", "auto");

        assertThat(DatabasePool.prepare(new PgConnectOptions()).getProperties())
                .containsEntry("plan_cache_mode", "force_generic_plan");
        assertThat(DatabasePool.prepare(auto).getProperties()).containsEntry("plan_cache_mode", "auto");
    }

    @Test
    void the_choice_is_an_option_of_the_url() {
        String url = "postgresql://me:secret@db.test/mail";
        assertThat(ConnectionInfo.parse(url).option(DatabasePool.PLANS)).isEmpty();
        assertThat(ConnectionInfo.parse(url + "?sslmode=require&plan_cache_mode=auto")
                        .option(DatabasePool.PLANS))
                .contains("auto");
    }
}
