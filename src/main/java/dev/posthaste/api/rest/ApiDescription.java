package dev.posthaste.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Octets;
import dev.posthaste.api.Operation;
import dev.posthaste.api.PageToken;
import dev.posthaste.api.account.AccountCalls;
import dev.posthaste.api.apikey.ApiKeyCalls;
import dev.posthaste.api.certificate.CertificateCalls;
import dev.posthaste.api.email.EmailCalls;
import dev.posthaste.api.folder.FolderCalls;
import dev.posthaste.api.hosting.DomainCalls;
import dev.posthaste.api.message.MessageCalls;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Makes the OpenAPI document from the declarations of the operations, the records of their requests and answers, and the
 * comments in {@code proto/}. In a stable order, since it is committed.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDescription implements OASFilter {

    private static final String BEARER = "bearer";
    private static final String PROBLEM = "#/components/schemas/Problem";

    private static final String JSON = "application/json";
    private static final String OCTETS = "application/octet-stream";
    private static final String UPLOADED = " For a body of type message/rfc822.";
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)(?:: ([^}]+))?}");

    /** Whose static fields are the operations. */
    private static final List<Class<?>> RESOURCES = List.of(
            AccountCalls.class,
            ApiKeyCalls.class,
            CertificateCalls.class,
            DomainCalls.class,
            EmailCalls.class,
            FolderCalls.class,
            MessageCalls.class);

    private final ObjectMapper json = new ObjectMapper();
    private final ProtoTexts texts = ProtoTexts.read();

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
        document.getComponents().getSchemas().forEach(this::describe);
        mailboxesAreTextsToo(document);
        document.paths(paths());
    }

    /** The operations of all resources. */
    public static List<Operation<?, ?>> operations() {
        return RESOURCES.stream()
                .flatMap(resource -> Stream.of(resource.getDeclaredFields()))
                .filter(field -> field.getType() == Operation.class)
                .<Operation<?, ?>>map(ApiDescription::operation)
                .toList();
    }

    private static Operation<?, ?> operation(Field declaration) {
        try {
            return (Operation<?, ?>) declaration.get(null);
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException("an operation must be public: " + declaration, hidden);
        }
    }

    /** What the code does not know of a shape: its texts, examples and words. */
    private void describe(String name, Schema schema) {
        texts.of(name).ifPresent(text -> schema.description(text.description()));
        Optional.ofNullable(schema.getProperties())
                .orElse(Map.of())
                .forEach((field, property) -> texts.of(name, field).ifPresent(text -> {
                    text.example().ifPresent(example -> property.examples(List.of(example(property, example))));
                    property.description(text.description());
                    texts.words(text.type()).forEach(property::addEnumeration);
                    if (text.isRequired()) {
                        schema.addRequired(field);
                    }
                }));
    }

    private Object example(Schema property, String text) {
        boolean isText = property.getType() == null || property.getType().contains(Schema.SchemaType.STRING);
        return isText ? text : parsed(text, Object.class);
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

    private Paths paths() {
        Map<String, PathItem> items = new TreeMap<>();
        for (Operation<?, ?> operation : operations()) {
            String path = Routes.BASE + operation.path().replaceAll("\\{(\\w+)[^}]*}", "{$1}");
            PathItem item = items.computeIfAbsent(path, name -> OASFactory.createPathItem());
            item.setOperation(PathItem.HttpMethod.valueOf(operation.method().name()), described(path, operation));
        }
        Paths paths = OASFactory.createPaths();
        items.forEach(paths::addPathItem);
        return paths;
    }

    private org.eclipse.microprofile.openapi.models.Operation described(String path, Operation<?, ?> operation) {
        String text =
                texts.of(operation.rpc()).map(ProtoTexts.Text::description).orElse(operation.summary() + '.');
        return OASFactory.createOperation()
                .operationId(operation.id())
                .parameters(parameters(operation))
                .requestBody(operation.hasBody() ? body(operation) : null)
                .responses(responses(operation))
                .summary(operation.summary())
                .description(text + " Needs the scope `" + operation.scope() + "`.")
                .tags(List.of(tag(path)))
                .extensions(Map.of("x-scope", operation.scope().toString()));
    }

    private List<Parameter> parameters(Operation<?, ?> operation) {
        List<Parameter> parameters = new ArrayList<>();
        Matcher names = NAME.matcher(operation.path());
        while (names.find()) {
            Schema schema = OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING));
            Optional.ofNullable(names.group(2)).ifPresent(schema::pattern);
            parameters.add(parameter(Parameter.In.PATH, operation, names.group(1), schema)
                    .required(true));
        }
        if (!operation.hasBody() || operation == MessageCalls.APPEND_MESSAGE) {
            QueryString.names(operation)
                    .forEach(name -> parameters.add(parameter(Parameter.In.QUERY, operation, name, querySchema(name))));
        }
        RequestHeader.of(operation)
                .forEach(header -> parameters.add(OASFactory.createParameter()
                        .name(header.text())
                        .in(Parameter.In.HEADER)
                        .description(header.description())
                        .schema(OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING)))));
        return parameters;
    }

    private Parameter parameter(Parameter.In in, Operation<?, ?> operation, String name, Schema schema) {
        String text = texts.of(operation.rpc() + "Request", name)
                .map(ProtoTexts.Text::description)
                .orElse("");
        return OASFactory.createParameter()
                .name(name)
                .in(in)
                .description(operation.hasBody() && in == Parameter.In.QUERY ? text + UPLOADED : text)
                .schema(schema);
    }

    private static Schema querySchema(String name) {
        Schema schema = OASFactory.createSchema();
        return name.equals(QueryString.PAGE_SIZE)
                ? schema.type(List.of(Schema.SchemaType.INTEGER))
                        .minimum(BigDecimal.ONE)
                        .maximum(BigDecimal.valueOf(PageToken.MAX_SIZE))
                : schema.type(List.of(Schema.SchemaType.STRING));
    }

    private RequestBody body(Operation<?, ?> operation) {
        MediaType json = shape(operation.request());
        operation.example().ifPresent(example -> json.example(parsed(example, Map.class)));
        Content content = OASFactory.createContent();
        if (operation.method() == Operation.Method.PATCH) {
            content.addMediaType(JsonRequests.MERGE_PATCH, json);
        }
        content.addMediaType(JSON, json);
        if (operation == MessageCalls.APPEND_MESSAGE) {
            content.addMediaType(
                    Operation.MESSAGE_TYPE,
                    OASFactory.createMediaType()
                            .schema(OASFactory.createSchema().description("The message itself, streamed.")));
        }
        return OASFactory.createRequestBody().content(content).required(true);
    }

    private static MediaType shape(Class<?> record) {
        return OASFactory.createMediaType()
                .schema(OASFactory.createSchema().ref("#/components/schemas/" + record.getSimpleName()));
    }

    private <T> T parsed(String example, Class<T> type) {
        try {
            return json.readValue(example, type);
        } catch (JsonProcessingException mistake) {
            throw new IllegalStateException("an example is no JSON: " + example, mistake);
        }
    }

    private static APIResponses responses(Operation<?, ?> operation) {
        APIResponses responses = OASFactory.createAPIResponses();
        responses.addAPIResponse(String.valueOf(operation.status()), success(operation));
        if (operation.isTagged()) {
            responses.addAPIResponse("304", OASFactory.createAPIResponse().description("The client has it already."));
        }
        Map<Integer, List<ErrorCode>> failures = operation.errors().stream()
                .collect(Collectors.groupingBy(ErrorCode::status, TreeMap::new, Collectors.toList()));
        failures.forEach((code, errors) -> responses.addAPIResponse(String.valueOf(code), failure(errors)));
        return responses;
    }

    private static APIResponse success(Operation<?, ?> operation) {
        APIResponse success = OASFactory.createAPIResponse().description(operation.summary() + ": done.");
        if (operation.answer() == Octets.class) {
            String type = operation == MessageCalls.GET_RAW_MESSAGE ? Operation.MESSAGE_TYPE : OCTETS;
            success.content(OASFactory.createContent().addMediaType(type, OASFactory.createMediaType()));
        } else if (operation.answer() != Operation.Nothing.class) {
            success.content(OASFactory.createContent().addMediaType(JSON, shape(operation.answer())));
        }
        if (operation.isTagged()) {
            success.addHeader("ETag", header("The resource's `etag`."));
        }
        if (operation.isPaged()) {
            success.addHeader("Link", header("Where the next page is, `rel=\"next\"`; missing on the last."));
        }
        if (operation.kind() != Operation.Kind.READS) {
            success.addHeader(
                    ApiResource.REPLAYED, header("`true` if an earlier request with this key was answered so."));
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
