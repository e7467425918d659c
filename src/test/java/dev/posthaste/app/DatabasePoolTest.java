package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgConnectOptions;
import org.junit.jupiter.api.Test;

class DatabasePoolTest {

    @Test
    void plans_are_generic_unless_the_url_of_the_database_says_otherwise() {
        assertThat(planMode("postgresql://me@db.test:5432/mail")).isEqualTo("force_generic_plan");
        assertThat(planMode("postgresql://me@db.test:5432/mail?plan_cache_mode=auto")).isEqualTo("auto");
    }

    private static String planMode(String url) {
        return DatabasePool.prepare(PgConnectOptions.fromUri(url)).getProperties().get("plan_cache_mode");
    }
}
