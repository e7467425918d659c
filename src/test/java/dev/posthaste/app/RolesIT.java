package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that plays some of the roles. */
class RolesIT {

    @TempDir
    Path folder;

    @Test
    void a_node_without_the_api_answers_no_call_but_tells_how_it_is() throws Exception {
        try (RunningServer server = RunningServer.start(folder.resolve("data"), Map.of("POSTHASTE_ROLES", "mx"));
                Http http = new Http(server.web(), "whatever")) {
            assertThat(server.ready()).as(server.output()).isTrue();

            Http.Answer call = http.get("/domains");

            assertThat(call.status()).as(call.body()).isEqualTo(404);
            assertThat(call.json().getString("code")).isEqualTo("ROUTE_NOT_FOUND");
            assertThat(call.json().getString("detail")).isEqualTo("this node does not serve the API; its roles are mx");
            assertThat(status(server.web() + "/health/ready")).isEqualTo(200);
            assertThat(status(server.web() + "/metrics")).isEqualTo(200);
        }
    }

    private static int status(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
