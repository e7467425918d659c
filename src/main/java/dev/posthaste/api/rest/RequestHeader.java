package dev.posthaste.api.rest;

import dev.posthaste.api.Operation;
import java.util.List;

/** The header fields of a request beside those of every request, and which call takes which. */
enum RequestHeader {
    /** A promise. */
    IDEMPOTENCY_KEY(
            "Idempotency-Key",
            "Two requests with one key are one request for 24 hours; 1 to 255 visible ASCII characters, bare or quoted."),
    /** The state in which the resource must be. */
    IF_MATCH("If-Match", "The `etag` of the resource: nothing is done if it has changed since."),
    /** The state that the client has. */
    IF_NONE_MATCH("If-None-Match", "The `etag` that the client has: answered with 304 if the resource is still so.");

    private final String text;
    private final String description;

    RequestHeader(String text, String description) {
        this.text = text;
        this.description = description;
    }

    /** Those that the call takes. */
    static List<RequestHeader> of(Operation<?, ?> operation) {
        return switch (operation.kind()) {
            case SENDS -> List.of(IDEMPOTENCY_KEY);
            case CHANGES -> operation.isConditional() ? List.of(IDEMPOTENCY_KEY, IF_MATCH) : List.of(IDEMPOTENCY_KEY);
            case READS -> operation.isTagged() ? List.of(IF_NONE_MATCH) : List.of();
        };
    }

    /** As it is written. */
    String text() {
        return text;
    }

    String description() {
        return description;
    }
}
