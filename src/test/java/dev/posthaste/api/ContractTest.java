package dev.posthaste.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a client of an earlier version relies on is still there: the contracts are compared with kept copies. */
class ContractTest {

    private static final Pattern FIELD = Pattern.compile("^\\s+((?:repeated )?[\\w.<>, ]+) (\\w+) = (\\d+);");
    private static final Pattern BLOCK = Pattern.compile("^(?:message|enum|service) (\\w+) \\{.*");
    private static final Pattern METHOD = Pattern.compile("^\\s+rpc (\\w+)(\\(.*);");

    @Test
    void the_openapi_document_has_lost_nothing_and_demands_nothing_new() throws IOException {
        Map<String, String> kept = facts(Path.of("src/test/openapi/v1.yaml"));
        Map<String, String> now = facts(Path.of("openapi/v1.yaml"));
        assertThat(kept).hasSizeGreaterThan(500);
        assertThat(now).containsAllEntriesOf(kept);
        Set<String> demanded = new TreeSet<>(now.keySet());
        demanded.removeIf(fact -> !fact.contains(" requires ") || kept.containsKey(fact));
        assertThat(demanded).isEmpty();
    }

    private static Map<String, String> facts(Path document) throws IOException {
        JsonNode root = new YAMLMapper().readTree(document.toFile());
        Map<String, String> facts = new TreeMap<>();
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    String call = method.getKey() + ' ' + path.getKey();
                    JsonNode operation = method.getValue();
                    facts.put(call, operation.path("operationId").asText());
                    operation
                            .path("parameters")
                            .forEach(parameter -> facts.put(
                                    call + " takes " + parameter.path("in").asText() + ' '
                                            + parameter.path("name").asText(),
                                    ""));
                    operation
                            .path("requestBody")
                            .path("content")
                            .properties()
                            .forEach(type -> facts.put(
                                    call + " reads " + type.getKey(),
                                    type.getValue().path("schema").path("$ref").asText()));
                    operation
                            .path("responses")
                            .properties()
                            .forEach(response -> facts.put(
                                    call + " answers " + response.getKey(),
                                    response.getValue()
                                            .path("content")
                                            .path("application/json")
                                            .path("schema")
                                            .path("$ref")
                                            .asText()));
                }));
        root.path("components").path("schemas").properties().forEach(schema -> {
            schema.getValue().path("properties").properties().forEach(field -> {
                String name = schema.getKey() + '.' + field.getKey();
                JsonNode shape = field.getValue();
                facts.put(name, shape.has("$ref") ? shape.path("$ref").asText() : String.valueOf(shape.path("type")));
                shape.path("enum").forEach(word -> facts.put(name + " may be " + word.asText(), ""));
            });
            schema.getValue()
                    .path("required")
                    .forEach(field -> facts.put(schema.getKey() + " requires " + field.asText(), ""));
        });
        return facts;
    }

    @Test
    void the_proto_files_have_lost_nothing_and_no_number_has_changed() throws IOException {
        Map<String, String> kept = declarations(Path.of("src/test/proto/v1"));
        assertThat(kept).hasSizeGreaterThan(200);
        assertThat(declarations(Path.of("proto"))).containsAllEntriesOf(kept);
    }

    private static Map<String, String> declarations(Path folder) throws IOException {
        Map<String, String> declarations = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".proto")).toList()) {
                String block = "";
                for (String line : Files.readAllLines(file)) {
                    Matcher begin = BLOCK.matcher(line);
                    Matcher field = FIELD.matcher(line);
                    Matcher constant = Pattern.compile("^\\s+(\\w+) = (\\d+);").matcher(line);
                    Matcher method = METHOD.matcher(line);
                    if (begin.matches()) {
                        block = begin.group(1);
                    } else if (constant.matches()) {
                        declarations.put(block + '.' + constant.group(1), constant.group(2));
                    } else if (field.matches()) {
                        declarations.put(block + '.' + field.group(2), field.group(1) + ' ' + field.group(3));
                    } else if (method.matches()) {
                        declarations.put(block + '.' + method.group(1), method.group(2));
                    }
                }
            }
        }
        return declarations;
    }
}
