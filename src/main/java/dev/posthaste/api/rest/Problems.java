package dev.posthaste.api.rest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.StoreFailures;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a request becomes a problem; none shows what happened inside. */
@Singleton
final class Problems {

    /** RFC 9457 section 3. */
    static final String MEDIA_TYPE = "application/problem+json";

    /** After this it is worth trying again. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private final StoreFailures stores;

    Problems(StoreFailures stores) {
        this.stores = stores;
    }

    /** A call that was refused. */
    @ServerExceptionMapper(ApiException.class)
    public Response refused(ApiException failure, HttpServerRequest request) {
        return answer(failure, request);
    }

    /** JSON that cannot be read. */
    @ServerExceptionMapper(JacksonException.class)
    public Response unreadable(JacksonException failure, HttpServerRequest request) {
        return answer(JsonFaults.of(failure), request);
    }

    /** JSON of another shape; the framework would answer it in its own way. */
    @ServerExceptionMapper(MismatchedInputException.class)
    public Response misshapen(MismatchedInputException failure, HttpServerRequest request) {
        return answer(JsonFaults.of(failure), request);
    }

    /** What the framework refuses: paths, methods, media types. */
    @ServerExceptionMapper(WebApplicationException.class)
    public Response framework(WebApplicationException failure, HttpServerRequest request) {
        return cause(failure, JacksonException.class)
                .map(json -> answer(JsonFaults.of(json), request))
                .orElseGet(() -> framework(failure.getResponse().getStatus(), failure, request));
    }

    private Response framework(int status, WebApplicationException failure, HttpServerRequest request) {
        return switch (status) {
            case 400 -> answer(ApiException.of(ErrorCode.MALFORMED_JSON, "the request cannot be read"), request);
            case 404 -> answer(ApiException.of(ErrorCode.ROUTE_NOT_FOUND, "there is no " + path(request)), request);
            case 405 ->
                answer(
                        ApiException.of(
                                ErrorCode.METHOD_NOT_ALLOWED, path(request) + " has no method " + request.method()),
                        request);
            case 406 ->
                answer(ApiException.of(ErrorCode.NOT_ACCEPTABLE, "no media type in Accept can be answered"), request);
            case 413 -> answer(ApiException.of(ErrorCode.MESSAGE_TOO_LARGE, "the request is too large"), request);
            case 415 ->
                answer(ApiException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "the Content-Type is not read here"), request);
            default -> unexpected(failure, request);
        };
    }

    /** A bug, or a store that does not answer. */
    @ServerExceptionMapper(Throwable.class)
    public Response unexpected(Throwable failure, HttpServerRequest request) {
        LOG.errorf(failure, "request=%s %s %s failed", requestId(request), request.method(), path(request));
        return answer(stores.explain(failure), request);
    }

    private static Response answer(ApiException failure, HttpServerRequest request) {
        ErrorCode code = failure.code();
        Response.ResponseBuilder response = Response.status(code.status())
                .header(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .entity(Problem.of(failure, path(request), requestId(request)));
        if (code == ErrorCode.UNAUTHENTICATED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        failure.retryAfter()
                .or(() -> code == ErrorCode.UNAVAILABLE ? Optional.of(RETRY_AFTER) : Optional.empty())
                .ifPresent(pause -> response.header(HttpHeaders.RETRY_AFTER, pause.toSeconds()));
        return response.build();
    }

    private static String requestId(HttpServerRequest request) {
        String id = request.response().headers().get(RequestIds.HEADER);
        return id == null ? "" : id;
    }

    private static String path(HttpServerRequest request) {
        return String.valueOf(request.path());
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        Throwable cause = failure.getCause();
        return type.isInstance(cause) ? Optional.of(type.cast(cause)) : Optional.empty();
    }
}
