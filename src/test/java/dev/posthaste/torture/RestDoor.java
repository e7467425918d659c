package dev.posthaste.torture;

import dev.posthaste.Http;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;

/** {@code POST /v1/emails} with an Idempotency-Key. */
final class RestDoor implements Door {

    private final Http http;

    private RestDoor(Http http) {
        this.http = http;
    }

    static Door open(Site site) throws IOException {
        return new RestDoor(site.http());
    }

    @Override
    public Answer send(Mail mail) throws IOException {
        JsonObject email = new JsonObject()
                .put("from", mail.from())
                .put("to", new JsonArray(List.copyOf(mail.recipients())))
                .put("subject", mail.token())
                .put("text", mail.text());
        try {
            Http.Answer answer = http.post("/emails", email, "Idempotency-Key", mail.token());
            return switch (answer.status()) {
                case 202 -> new Answer.Accepted(answer.json().getString("id"));
                case 429, 503 -> new Answer.TryLater(answer.status() + " " + answer.body());
                default -> new Answer.Refused(answer.status() + " " + answer.body());
            };
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
