package dev.posthaste.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Operation;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Completes the OpenAPI document from what the code knows anyway: scopes and errors of {@link Operation}, parameters of
 * {@link QueryParameter}, bodies of {@link Examples}. In a stable order, since it is committed.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDescription implements OASFilter {

    private static final String BEARER = "bearer";
    private static final String PROBLEM = "#/components/schemas/Problem";

    private final ObjectMapper json = new ObjectMapper();

    /** Made by the framework when the server is built. */
    public ApiDescription() {}

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.info(OASFactory.createInfo()
                .title("Posthaste")
                .version("v1")
                .description("Mail as a service: send, receive and keep mail by HTTP. The same calls, fields and errors"
                        + " exist over gRPC as `posthaste.mail.v1`. Every answer has `X-Request-Id`; every failure is"
                        + " a problem (RFC 9457) with a `code`; unknown fields are refused. A platform key acts for"
                        + " another tenant with `X-Tenant`."));
        document.servers(List.of(OASFactory.createServer().url("/").description("This server.")));
        document.tags(null);
        document.getComponents()
                .addSecurityScheme(
                        BEARER,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme(BEARER)
                                .description("An API key, `ph_live_…`, or the platform key."));
        document.security(List.of(OASFactory.createSecurityRequirement().addScheme(BEARER)));
        document.getComponents().schemas(new TreeMap<>(document.getComponents().getSchemas()));
        mailboxesAreTextsToo(document);
        document.paths(described(document.getPaths()));
    }

    /** People in requests may be written as one text, and one of them need not stand in a list. */
    private static void mailboxesAreTextsToo(OpenAPI document) {
        Schema mailbox = OASFactory.createSchema().ref("#/components/schemas/Mailbox");
        Schema text = OASFactory.createSchema()
                .type(List.of(Schema.SchemaType.STRING))
                .examples(List.of("Ana <ana@example.org>"));
        Schema person = OASFactory.createSchema()
                .description("An address, a name with an address, or an object.")
                .anyOf(List.of(text, mailbox));
        document.getComponents().addSchema("MailboxOrText", person);
        Schema reference = OASFactory.createSchema().ref("#/components/schemas/MailboxOrText");
        Optional.ofNullable(document.getComponents().getSchemas().get("SendEmailRequest"))
                .ifPresent(request -> people(request, text, mailbox, reference));
    }

    private static void people(Schema request, Schema text, Schema mailbox, Schema list) {
        for (String field : List.of("to", "cc", "bcc", "reply_to")) {
            Optional.ofNullable(request.getProperties().get(field)).ifPresent(property -> property.items(list));
        }
        request.addProperty(
                "from",
                OASFactory.createSchema()
                        .description("The author; the domain must be one of the tenant's. Not with raw.")
                        .anyOf(List.of(text, mailbox)));
    }

    private Paths described(Paths found) {
        Paths sorted = OASFactory.createPaths();
        new TreeMap<>(found.getPathItems()).forEach((path, item) -> {
            describe(path, item);
            sorted.addPathItem(path, item);
        });
        return sorted;
    }

    private void describe(String path, PathItem item) {
        for (org.eclipse.microprofile.openapi.models.Operation documented :
                item.getOperations().values()) {
            Operation operation = Arrays.stream(Operation.values())
                    .filter(known -> known.id().equals(documented.getOperationId()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(path + " is none of the calls"));
            describe(path, documented, operation);
        }
    }

    private void describe(
            String path, org.eclipse.microprofile.openapi.models.Operation documented, Operation operation) {
        documented.summary(operation.summary());
        documented.description(operation.description() + " Needs the scope `" + operation.scope() + "`.");
        documented.tags(List.of(tag(path)));
        documented.addExtension("x-scope", operation.scope().toString());
        List<Parameter> parameters =
                new ArrayList<>(Optional.ofNullable(documented.getParameters()).orElse(List.of()));
        QueryParameter.of(operation).forEach(parameter -> parameters.add(described(parameter)));
        RequestHeader.of(operation).forEach(header -> parameters.add(described(header)));
        documented.parameters(parameters);
        describeBody(documented, operation);
        documented.responses(responses(documented.getResponses(), operation));
    }

    private static Parameter described(QueryParameter parameter) {
        Schema schema = OASFactory.createSchema();
        if (parameter == QueryParameter.PAGE_SIZE) {
            schema.type(List.of(Schema.SchemaType.INTEGER))
                    .minimum(java.math.BigDecimal.ONE)
                    .maximum(java.math.BigDecimal.valueOf(dev.posthaste.api.PageToken.MAX_SIZE));
        } else {
            schema.type(List.of(Schema.SchemaType.STRING));
        }
        return OASFactory.createParameter()
                .name(parameter.text())
                .in(Parameter.In.QUERY)
                .description(parameter.description())
                .schema(schema);
    }

    private static Parameter described(RequestHeader header) {
        return OASFactory.createParameter()
                .name(header.text())
                .in(Parameter.In.HEADER)
                .description(header.description())
                .schema(OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING)));
    }

    private void describeBody(org.eclipse.microprofile.openapi.models.Operation documented, Operation operation) {
        if (documented.getRequestBody() == null) {
            return;
        }
        Content content = documented.getRequestBody().getContent();
        documented.getRequestBody().required(true);
        for (MediaType type : content.getMediaTypes().values()) {
            Examples.of(operation).ifPresent(example -> type.example(parsed(example)));
        }
        if (operation == Operation.APPEND_MESSAGE) {
            content.addMediaType(
                    MessageResource.MESSAGE_TYPE,
                    OASFactory.createMediaType()
                            .schema(OASFactory.createSchema().description("The message itself, streamed.")));
        }
    }

    private Object parsed(String example) {
        try {
            return json.readValue(example, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException mistake) {
            throw new IllegalStateException("an example is no JSON: " + example, mistake);
        }
    }

    private static APIResponses responses(APIResponses found, Operation operation) {
        APIResponses responses = OASFactory.createAPIResponses();
        String status = String.valueOf(Success.status(operation));
        responses.addAPIResponse(status, success(found, status, operation));
        if (operation.isTagged()) {
            responses.addAPIResponse("304", OASFactory.createAPIResponse().description("The client has it already."));
        }
        Map<Integer, List<ErrorCode>> failures = operation.errors().stream()
                .collect(Collectors.groupingBy(ErrorCode::status, TreeMap::new, Collectors.toList()));
        failures.forEach((code, errors) -> responses.addAPIResponse(String.valueOf(code), failure(errors)));
        return responses;
    }

    private static APIResponse success(APIResponses found, String status, Operation operation) {
        APIResponse success = OASFactory.createAPIResponse().description(operation.summary() + ": done.");
        Optional<Content> content = found.getAPIResponses().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("2"))
                .flatMap(entry -> Optional.ofNullable(entry.getValue().getContent()).stream())
                .findFirst();
        if (!status.equals("204")) {
            content.ifPresent(success::content);
        }
        if (operation.isTagged()) {
            success.addHeader("ETag", header("The resource's `etag`."));
        }
        if (QueryParameter.of(operation).contains(QueryParameter.PAGE_TOKEN)) {
            success.addHeader("Link", header("Where the next page is, `rel=\"next\"`; missing on the last."));
        }
        if (operation.kind() != Operation.Kind.READS) {
            success.addHeader(
                    Mutations.REPLAYED, header("`true` if an earlier request with this key was answered so."));
        }
        return success;
    }

    private static Header header(String description) {
        return OASFactory.createHeader()
                .description(description)
                .schema(OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING)));
    }

    private static APIResponse failure(List<ErrorCode> errors) {
        String codes = errors.stream()
                .map(error -> "`" + error + "`: " + error.title() + ".")
                .collect(Collectors.joining(" "));
        return OASFactory.createAPIResponse()
                .description(codes)
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problems.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(PROBLEM))));
    }

    /** What a path is about. */
    private static String tag(String path) {
        if (path.contains("/messages")) {
            return "Messages";
        }
        if (path.contains("/folders")) {
            return "Folders";
        }
        String first = path.substring("/v1/".length()).split("/", -1)[0];
        return Character.toUpperCase(first.charAt(0)) + first.substring(1).replace('_', ' ');
    }
}
