package dev.posthaste;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A client of the REST API of a {@link RunningServer}. */
public final class Http implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;
    private final String key;

    /** A client for paths below {@code /v1} with this key. */
    public Http(String web, String key) {
        this.base = web + "/v1";
        this.key = key;
    }

    /** A response. */
    public record Answer(int status, String body, HttpResponse<String> response) {
        /** The body as a JSON object. */
        public JsonObject json() {
            return new JsonObject(body);
        }
    }

    /** POST of a JSON object, with further header fields as alternating names and values. */
    public Answer post(String path, JsonObject body, String... fields) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return send(request);
    }

    /** POST of octets. */
    public Answer post(String path, String type, byte[] octets) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofByteArray(octets)));
    }

    /** GET of octets. */
    public byte[] octets(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    /** GET. */
    public Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** PATCH of an object. */
    public Answer patch(String path, JsonObject body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body.encode())));
    }

    /** DELETE. */
    public Answer delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    /** Aborts pending requests and ends the client's threads; for tests that create many clients. */
    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }
}
