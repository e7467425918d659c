package dev.posthaste.api.rest;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** A request's body as it comes in: no faster than it is taken, and never whole in memory. */
final class BodyStream {

    private BodyStream() {}

    static Multi<byte[]> of(HttpServerRequest request) {
        return MultiHelper.toMulti(request).map(Buffer::getBytes);
    }
}
