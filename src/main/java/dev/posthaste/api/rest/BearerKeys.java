package dev.posthaste.api.rest;

import dev.posthaste.api.Admission;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Origins;
import dev.posthaste.intake.Origin;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/** Lets nobody in who has no key. The resources are all under {@code /v1}, whatever else the server shows is not. */
@Singleton
final class BearerKeys {

    private static final String TENANT = "X-Tenant";
    private static final String RATE_LIMIT = "RateLimit";
    private static final String RATE_LIMIT_POLICY = "RateLimit-Policy";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String TRACEPARENT = "traceparent";

    private final Admission admission;
    private final Caller caller;

    BearerKeys(Admission admission, Caller caller) {
        this.admission = admission;
        this.caller = caller;
    }

    /** Lets the request pass, or fails with an {@link ApiException}. */
    @ServerRequestFilter(preMatching = true)
    public Uni<@Nullable Response> check(ContainerRequestContext request, HttpServerRequest http) {
        Origin origin = Origins.at(Origin.Entrance.REST, http.remoteAddress().hostAddress(), request(http));
        Caller.Conditions conditions =
                new Caller.Conditions(header(request, IDEMPOTENCY_KEY), header(request, HttpHeaders.IF_MATCH));
        Admission.Credentials credentials = new Admission.Credentials(
                header(request, HttpHeaders.AUTHORIZATION),
                header(request, TENANT),
                http.remoteAddress().hostAddress());
        Caller self = caller.self();
        http.response().putHeader(RATE_LIMIT_POLICY, admission.policies());
        return admission
                .admit(credentials, budget -> tell(http, budget))
                .invoke(admitted -> self.is(admitted, origin, conditions))
                .replaceWith((Response) null);
    }

    private static Origin.Request request(HttpServerRequest http) {
        return new Origin.Request(
                text(http.response().headers().get(RequestIds.HEADER)),
                text(http.getHeader(HttpHeaders.USER_AGENT)),
                text(http.getHeader(TRACEPARENT)));
    }

    private static String text(@Nullable String field) {
        return field == null ? "" : field;
    }

    /** Whatever way the path is written, the call is known once its method has been found: it bears the call's name. */
    @ServerRequestFilter
    public Uni<@Nullable Response> count(SimpleResourceInfo method, HttpServerRequest http) {
        Admission.Admitted admitted = caller.admitted();
        return Operation.ofId(method.getMethodName())
                .map(operation -> admission.admit(admitted, operation, budget -> tell(http, budget)))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .replaceWith((Response) null);
    }

    private static void tell(HttpServerRequest http, Admission.Budget budget) {
        http.response().putHeader(RATE_LIMIT, budget.text());
    }

    private static Optional<String> header(ContainerRequestContext request, String name) {
        return Optional.ofNullable(request.getHeaderString(name));
    }
}
