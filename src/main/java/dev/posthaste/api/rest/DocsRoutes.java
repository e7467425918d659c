package dev.posthaste.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthaste.api.ErrorCode;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.mutiny.Uni;
import io.smallrye.openapi.runtime.io.Format;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The pages under {@code /docs}: made from the OpenAPI document and the error catalogue, without a script. */
@Singleton
final class DocsRoutes {

    private static final String DEFAULT_DOCUMENT = "<default>";
    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+");
    private static final String LOCAL = "http://localhost:8080";

    /** What the page that is kept says in place of the reader's origin (RFC 2606 section 2). */
    private static final String ANY_ORIGIN = "http://origin.invalid";

    private static final String CSP = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

    private final OpenApiDocumentService documents;
    private final ObjectMapper json;
    /** Made once: it takes some twenty milliseconds of an event loop, and anybody may ask for it. */
    private final Uni<String> calls =
            Uni.createFrom().item(this::render).memoize().indefinitely();

    DocsRoutes(OpenApiDocumentService documents, ObjectMapper json) {
        this.documents = documents;
        this.json = json;
    }

    void open(@Observes Router router) {
        router.get("/docs").handler(this::showCalls);
        router.get("/docs/errors").handler(request -> show(request, ErrorPages.all()));
        router.get("/docs/errors/:slug").handler(DocsRoutes::showError);
    }

    private void showCalls(RoutingContext request) {
        String origin = origin(request.request());
        calls.subscribe().with(page -> show(request, page.replace(ANY_ORIGIN, origin)), request::fail);
    }

    private static void showError(RoutingContext request) {
        Arrays.stream(ErrorCode.values())
                .filter(code -> code.slug().equals(request.pathParam("slug")))
                .findFirst()
                .ifPresentOrElse(code -> show(request, ErrorPages.one(code)), () -> request.fail(404));
    }

    private static void show(RoutingContext request, String page) {
        request.response()
                .putHeader("Content-Type", "text/html;charset=UTF-8")
                .putHeader("Content-Security-Policy", CSP)
                .end(page);
    }

    /** By which the reader came, unless it has what would mean something to a shell. */
    private static String origin(HttpServerRequest request) {
        String whole = String.valueOf(request.absoluteURI());
        String origin =
                whole.substring(0, Math.max(0, whole.length() - request.uri().length()));
        return ORIGIN.matcher(origin).matches() ? origin : LOCAL;
    }

    private String render() {
        return new DocsPage(document(), ANY_ORIGIN).html();
    }

    private JsonNode document() {
        try {
            return json.readTree(documents.getDocument(DEFAULT_DOCUMENT, Format.JSON));
        } catch (JsonProcessingException ourOwn) {
            throw new IllegalStateException("the OpenAPI document is no JSON", ourOwn);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
