package dev.posthaste.api.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthaste.api.ErrorCode;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The pages that explain the API: made from the OpenAPI document and the error catalogue, without a script. */
@Path("/docs")
@Produces(MediaType.TEXT_HTML)
class DocsResource {

    private static final String DEFAULT_DOCUMENT = "<default>";
    private static final String CSP = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

    private final OpenApiDocumentService documents;
    private final ObjectMapper json;

    DocsResource(OpenApiDocumentService documents, ObjectMapper json) {
        this.documents = documents;
        this.json = json;
    }

    @GET
    @Operation(hidden = true)
    public RestResponse<String> calls() throws IOException {
        return page(new DocsPage(json.readTree(documents.getDocument(DEFAULT_DOCUMENT, Format.JSON))).html());
    }

    @GET
    @Path("/errors")
    @Operation(hidden = true)
    public RestResponse<String> errors() {
        return page(ErrorPages.all());
    }

    @GET
    @Path("/errors/{slug}")
    @Operation(hidden = true)
    public RestResponse<String> error(@RestPath String slug) {
        return page(ErrorPages.one(Arrays.stream(ErrorCode.values())
                .filter(code -> code.slug().equals(slug))
                .findFirst()
                .orElseThrow(NotFoundException::new)));
    }

    private static RestResponse<String> page(String html) {
        return RestResponse.ResponseBuilder.ok(html)
                .header("Content-Security-Policy", CSP)
                .build();
    }
}
