package dev.posthaste.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthaste.RunningServer;
import dev.posthaste.api.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bodies that the documents show, sent to the whole server, and what a script can rely on there. */
class ExamplesIT {

    private static final String ALICE = "/v1/accounts/alice@example.org";

    @TempDir
    static Path folder;

    private static RunningServer server;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Map<Operation, JsonNode> answers = new EnumMap<>(Operation.class);

    @BeforeAll
    static void start() {
        server = RunningServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.web() + path))
                .header("Authorization", "Bearer " + server.adminKey());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    /** Sends the example of a call, which must succeed. */
    private JsonNode example(Operation operation, String method, String path) throws Exception {
        HttpResponse<String> answer = send(method, path, Examples.of(operation).orElseThrow());
        assertThat(answer.statusCode()).as("%s: %s", operation, answer.body()).isBetween(200, 202);
        answers.put(operation, json.readTree(answer.body()));
        return answers.get(operation);
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = send(request(path).build());
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    @Test
    void every_example_works_in_the_order_of_a_first_day() throws Exception {
        example(Operation.CREATE_DOMAIN, "POST", "/v1/domains");
        example(Operation.CREATE_ACCOUNT, "POST", "/v1/accounts");
        example(Operation.UPDATE_ACCOUNT, "PATCH", ALICE);
        example(Operation.CREATE_ALIAS, "POST", ALICE + "/aliases");
        example(Operation.CREATE_API_KEY, "POST", "/v1/api_keys");
        String email =
                example(Operation.SEND_EMAIL, "POST", "/v1/emails").path("id").asText();
        String work = example(Operation.CREATE_FOLDER, "POST", ALICE + "/folders")
                .path("id")
                .asText();
        example(Operation.UPDATE_FOLDER, "PATCH", ALICE + "/folders/" + work);
        String message = ALICE + "/messages/"
                + example(Operation.APPEND_MESSAGE, "POST", ALICE + "/messages")
                        .path("id")
                        .asText();
        example(Operation.UPDATE_MESSAGE, "PATCH", message);
        example(Operation.COPY_MESSAGE, "POST", message + ":copy");
        example(Operation.MOVE_MESSAGE, "POST", message + "%3Amove");

        assertThat(get("/v1/emails/" + email).path("metadata").path("order").asText())
                .isEqualTo("4711");
        assertThat(get("/v1/emails?tag=receipt").path("emails")).hasSize(1);
        assertThat(get("/v1/emails/" + email + "/recipients")
                        .path("recipients")
                        .path(0)
                        .path("status")
                        .asText())
                .isEqualTo("captured");
        assertThat(get(message).path("text").asText()).isEqualTo("Hello\r\n");
        assertThat(get(ALICE + "/messages?folder=Archive").path("messages")).hasSize(2);
        assertThat(get("/v1/domains/example.org/records").path("records")).hasSizeGreaterThanOrEqualTo(5);
        assertThat(get(ALICE + "/quota").path("usage").path("messages").asInt()).isEqualTo(2);
        mail_for_an_account_here_is_in_its_inbox_and_one_key_is_one_email();
        octets_come_back_as_they_went_in();
        assertThat(send(request(message).DELETE().build()).statusCode()).isEqualTo(204);
        assertThat(send(request(message).build()).statusCode()).isEqualTo(404);
    }

    private void mail_for_an_account_here_is_in_its_inbox_and_one_key_is_one_email() throws Exception {
        String body = "{\"from\": \"Alice <alice@example.org>\", \"to\": \"sales@example.org\", \"subject\": \"Hi\","
                + " \"text\": \"once\"}";
        HttpRequest.Builder request = request("/v1/emails")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "\"order-1\"")
                .POST(BodyPublishers.ofString(body));
        HttpResponse<String> first = send(request.build());
        HttpResponse<String> again = send(request.build());
        HttpResponse<String> other = send(request.POST(BodyPublishers.ofString(body.replace("once", "twice")))
                .build());

        assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
        assertThat(json.readTree(again.body())).isEqualTo(json.readTree(first.body()));
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(other.statusCode()).isEqualTo(422);
        JsonNode inbox = get(ALICE + "/messages?folder=INBOX&q=once");
        assertThat(inbox.path("messages")).hasSize(1);
        assertThat(inbox.path("messages").path(0).path("from").path("name").asText())
                .isEqualTo("Alice");
        String id = json.readTree(first.body()).path("id").asText();
        assertThat(get("/v1/emails/" + id).path("status").asText()).isEqualTo("delivered");
        assertThat(get("/v1/emails/" + id).path("message_id"))
                .isEqualTo(json.readTree(first.body()).path("message_id"));
    }

    private void octets_come_back_as_they_went_in() throws Exception {
        byte[] octets =
                ("Subject: big\r\n\r\n" + "0123456789abcdef\r\n".repeat(100_000)).getBytes(StandardCharsets.US_ASCII);
        HttpResponse<String> appended = send(request(ALICE + "/messages?folder=INBOX&flags=%5CSeen")
                .header("Content-Type", "message/rfc822")
                .POST(BodyPublishers.ofByteArray(octets))
                .build());
        assertThat(appended.statusCode()).as(appended.body()).isEqualTo(201);
        String path =
                ALICE + "/messages/" + json.readTree(appended.body()).path("id").asText();
        byte[] raw = http.send(request(path + "/raw").build(), BodyHandlers.ofByteArray())
                .body();
        assertThat(raw).isEqualTo(octets);
        assertThat(get(path).path("truncated").asBoolean()).isTrue();
        assertThat(send(request(path).DELETE().build()).statusCode()).isEqualTo(204);
    }

    @Test
    void whoever_has_no_key_learns_nothing() throws Exception {
        HttpResponse<String> refused = send(
                HttpRequest.newBuilder(URI.create(server.web() + "/v1/domains")).build());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.headers().firstValue("X-Request-Id").orElseThrow()).startsWith("req_");
    }

    @Test
    void the_documents_are_there_for_everyone() throws Exception {
        for (String path :
                new String[] {"/openapi", "/docs", "/docs/errors", "/docs/errors/not-found", "/health/ready"}) {
            assertThat(send(HttpRequest.newBuilder(URI.create(server.web() + path))
                                    .build())
                            .statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
    }
}
