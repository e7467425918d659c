package dev.posthaste.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Operation;
import dev.posthaste.api.grpc.v1.Account;
import dev.posthaste.api.grpc.v1.ApiKey;
import dev.posthaste.api.grpc.v1.Certificate;
import dev.posthaste.api.grpc.v1.Domain;
import dev.posthaste.api.grpc.v1.Email;
import dev.posthaste.api.grpc.v1.Folder;
import dev.posthaste.api.grpc.v1.Message;
import dev.posthaste.api.rest.ApiDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** REST and gRPC are one contract: what one descriptor has, the other has too. The few differences are named here. */
class ParityTest {

    private static final List<FileDescriptor> FILES = List.of(
            Email.getDescriptor().getFile(),
            Account.getDescriptor().getFile(),
            Folder.getDescriptor().getFile(),
            Message.getDescriptor().getFile(),
            Domain.getDescriptor().getFile(),
            Certificate.getDescriptor().getFile(),
            ApiKey.getDescriptor().getFile());

    /** A header field in REST; which properties of a merge patch are there says it in JSON. */
    private static final Set<String> ELSEWHERE_IN_REST = Set.of("request_id", "update_mask", "etag");

    private static final String REFERENCE = "#/components/schemas/";

    private final JsonNode document = read();

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(Path.of("openapi/v1.yaml").toFile());
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static Map<String, MethodDescriptor> methods() {
        return FILES.stream()
                .flatMap(file -> file.getServices().stream())
                .flatMap(service -> service.getMethods().stream())
                .collect(Collectors.toMap(MethodDescriptor::getName, method -> method, (a, b) -> a, TreeMap::new));
    }

    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.path("paths")
                .forEach(path -> path.forEach(operation -> {
                    if (operation.has("operationId")) {
                        operations.put(operation.path("operationId").asText(), operation);
                    }
                }));
        return operations;
    }

    @Test
    void every_call_exists_in_both_dialects_and_nowhere_else() {
        assertThat(methods().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        ApiDescription.operations().stream().map(Operation::rpc).toList());
        assertThat(operations().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        ApiDescription.operations().stream().map(Operation::id).toList());
    }

    @ParameterizedTest
    @MethodSource("dev.posthaste.api.rest.ApiDescription#operations")
    void every_call_takes_the_same_fields(Operation<?, ?> operation) {
        Set<String> rpc = fields(methods().get(operation.rpc()).getInputType());
        rpc.removeAll(ELSEWHERE_IN_REST);
        assertThat(inputs(operations().get(operation.id()))).isEqualTo(rpc);
    }

    @ParameterizedTest
    @MethodSource("dev.posthaste.api.rest.ApiDescription#operations")
    void every_call_answers_with_the_same_shape(Operation<?, ?> operation) {
        MethodDescriptor method = methods().get(operation.rpc());
        String answer = method.getOutputType().getName();
        JsonNode success = success(operations().get(operation.id()));
        String schema =
                success.path("application/json").path("schema").path("$ref").asText();
        switch (answer) {
            case "Empty" ->
                assertThat(success.isMissingNode() || success.isEmpty()).isTrue();
            case "Chunk" -> {
                assertThat(method.isServerStreaming()).isTrue();
                assertThat(success.has("application/json")).isFalse();
            }
            default -> assertThat(schema).isEqualTo(REFERENCE + answer);
        }
    }

    @Test
    void every_shape_has_the_same_fields_and_words() {
        Set<String> compared = new TreeSet<>();
        for (MethodDescriptor method : methods().values()) {
            compare(method.getInputType(), compared);
            compare(method.getOutputType(), compared);
        }
        assertThat(compared).contains("Email", "Recipient", "Attempt", "Message", "Attachment", "StorageAmount");
    }

    private void compare(Descriptor message, Set<String> compared) {
        JsonNode schema = document.path("components").path("schemas").path(message.getName());
        if (!message.getFile().getPackage().equals("posthaste.mail.v1")
                || message.getOptions().getMapEntry()
                || !compared.add(message.getName())) {
            return;
        }
        // A request of REST has its path's and query's fields beside its body: every_call_takes_the_same_fields.
        if (!schema.isMissingNode() && !message.getName().endsWith("Request")) {
            assertThat(names(schema.path("properties"))).as(message.getName()).isEqualTo(fields(message));
        }
        for (FieldDescriptor field : message.getFields()) {
            JsonNode property = schema.path("properties").path(field.getName());
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                compare(field.getMessageType(), compared);
            } else if (field.getJavaType() == FieldDescriptor.JavaType.ENUM && property.has("enum")) {
                assertThat(texts(property.path("enum")))
                        .as(message.getName() + "." + field.getName())
                        .isEqualTo(words(field));
            }
        }
    }

    /** {@code EMAIL_STATUS_QUEUED} is {@code queued}; that nothing was said is no word. */
    private static Set<String> words(FieldDescriptor field) {
        String prefix = field.getEnumType()
                        .getName()
                        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .toUpperCase(Locale.ROOT) + "_";
        return field.getEnumType().getValues().stream()
                .filter(value -> value.getNumber() != 0)
                .map(EnumValueDescriptor::getName)
                .map(name -> name.substring(prefix.length()).toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void every_failure_has_a_status_in_both_dialects(ErrorCode code) {
        io.grpc.StatusRuntimeException failure = (io.grpc.StatusRuntimeException)
                Failures.of(dev.posthaste.api.ApiException.of(code, "x"), "req_1", thrown -> false);
        assertThat(failure.getStatus().getCode().name())
                .isEqualTo(code.canonical().name());
    }

    @ParameterizedTest
    @MethodSource("dev.posthaste.api.rest.ApiDescription#operations")
    void every_call_documents_its_failures_and_its_scope(Operation<?, ?> operation) {
        JsonNode documented = operations().get(operation.id());
        assertThat(documented.path("x-scope").asText())
                .isEqualTo(operation.scope().toString());
        for (ErrorCode code : operation.errors()) {
            assertThat(documented
                            .path("responses")
                            .path(String.valueOf(code.status()))
                            .path("description")
                            .asText())
                    .contains("`" + code + "`");
        }
    }

    /** Fields of gRPC requests that are header fields in REST. */
    private static final Map<String, String> HEADERS = Map.of("request_id", "Idempotency-Key", "etag", "If-Match");

    @ParameterizedTest
    @MethodSource("dev.posthaste.api.rest.ApiDescription#operations")
    void what_is_a_field_in_one_dialect_is_a_header_field_in_the_other(Operation<?, ?> operation) {
        Set<String> rpc = fields(methods().get(operation.rpc()).getInputType());
        Set<String> headers = headers(operations().get(operation.id()));
        HEADERS.forEach((field, header) ->
                assertThat(headers.contains(header)).as(field).isEqualTo(rpc.contains(field)));
        assertThat(rpc.contains("etag")).isEqualTo(operation.isConditional());
        assertThat(rpc.contains("request_id")).isEqualTo(operation.kind() != Operation.Kind.READS);
    }

    private static Set<String> headers(JsonNode operation) {
        Set<String> headers = new TreeSet<>();
        operation.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("header")) {
                headers.add(parameter.path("name").asText());
            }
        });
        return headers;
    }

    private Set<String> inputs(JsonNode operation) {
        Set<String> inputs = new TreeSet<>();
        operation.path("parameters").forEach(parameter -> {
            if (!parameter.path("in").asText().equals("header")) {
                inputs.add(parameter.path("name").asText());
            }
        });
        operation.path("requestBody").path("content").forEach(type -> {
            String reference = type.path("schema").path("$ref").asText();
            if (reference.startsWith(REFERENCE)) {
                inputs.addAll(names(document.path("components")
                        .path("schemas")
                        .path(reference.substring(REFERENCE.length()))
                        .path("properties")));
            }
        });
        return inputs;
    }

    private static JsonNode success(JsonNode operation) {
        List<JsonNode> successes = new ArrayList<>();
        operation.path("responses").properties().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .forEach(response -> successes.add(response.getValue()));
        assertThat(successes).hasSize(1);
        return successes.getFirst().path("content");
    }

    private static Set<String> fields(Descriptor message) {
        return message.getFields().stream()
                .map(FieldDescriptor::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
