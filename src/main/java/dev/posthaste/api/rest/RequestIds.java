package dev.posthaste.api.rest;

import dev.posthaste.id.IdText;
import dev.posthaste.id.Uuid7;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Gives every HTTP request an id, which is in every answer's header and in every problem. */
@Singleton
final class RequestIds {

    /** The header field of the answer. */
    static final String HEADER = "X-Request-Id";

    /** Before whatever else looks at a request. */
    private static final int FIRST = 1000;

    private final Uuid7 ids;

    RequestIds(Uuid7 ids) {
        this.ids = ids;
    }

    void beforeAll(@Observes Filters filters) {
        filters.register(this::identify, FIRST);
    }

    private void identify(RoutingContext request) {
        request.response().putHeader(HEADER, IdText.write("req", ids.next()));
        request.next();
    }
}
