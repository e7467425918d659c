package dev.posthaste.api;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The API over HTTP and gRPC on {@link ApiWorldBeans}, on a free port, with a database that nobody ever asks. */
public final class InMemoryProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.datasource.reactive.url", "postgresql://127.0.0.1:1/nobody",
                "quarkus.datasource.username", "nobody",
                "quarkus.datasource.password", "nothing",
                "quarkus.datasource.health.enabled", "false",
                "quarkus.arc.exclude-types", "dev.posthaste.app.*",
                "quarkus.http.test-port", "0",
                "quarkus.http.limits.max-body-size", "10M");
    }
}
