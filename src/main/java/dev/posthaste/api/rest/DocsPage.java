package dev.posthaste.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.posthaste.api.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The OpenAPI document as a page for people: every call with its parameters, body, answer, errors and a line to try. */
final class DocsPage {

    private static final List<String> METHODS = List.of("get", "post", "patch", "delete");
    private static final String REFERENCE = "#/components/schemas/";

    /** What stands in a line for a part of the path: the names of the bodies' examples, and ids as variables. */
    private static final Map<String, String> PATH_VALUES = Map.of(
            "{domain}", "example.org",
            "{account}", "alice@example.org",
            "{folder}", "${FOLDER}",
            "{part}", "${PART}",
            "aliases/{id}", "aliases/${ALIAS}",
            "api_keys/{id}", "api_keys/${API_KEY}",
            "certificates/{id}", "certificates/${CERTIFICATE}",
            "emails/{id}", "emails/${EMAIL}",
            "messages/{id}", "messages/${MESSAGE}");

    private final JsonNode document;
    private final String origin;
    private final StringBuilder html = new StringBuilder();

    /** For a reader who came by {@code origin}, such as {@code https://mail.example.org}. */
    DocsPage(JsonNode document, String origin) {
        this.document = document;
        this.origin = origin;
    }

    private record Call(String method, String path, JsonNode operation) {
        String id() {
            return operation.path("operationId").asText();
        }
    }

    String html() {
        Map<String, List<Call>> byTag = new TreeMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> METHODS.stream()
                        .filter(path.getValue()::has)
                        .map(method ->
                                new Call(method, path.getKey(), path.getValue().path(method)))
                        .forEach(call -> byTag.computeIfAbsent(
                                        call.operation().path("tags").path(0).asText(), tag -> new ArrayList<>())
                                .add(call)));
        html.append("<h1>Posthaste API</h1><p>")
                .append(Html.prose(document.path("info").path("description").asText()))
                .append(
                        "</p><p><a href=\"/openapi\">OpenAPI document</a> · <a href=\"/docs/errors\">error codes</a></p>");
        howToTry();
        contents(byTag);
        byTag.forEach(this::section);
        shapes();
        return Html.page("Posthaste API", html.toString());
    }

    private void howToTry() {
        html.append("<p>The lines to try take the key from a variable:</p>")
                .append(Html.pre("KEY=$(cat data/admin.key)"))
                .append("<p>")
                .append(Html.prose(
                        "`data` is the server's data folder; where `POSTHASTE_ADMIN_KEY` is set, its value is the"
                                + " key, and so is any API key with the scope that a call names. Other names in capitals are ids from"
                                + " earlier answers, as in `EMAIL=em_…`."))
                .append("</p>");
    }

    private void contents(Map<String, List<Call>> byTag) {
        html.append("<nav>");
        byTag.forEach((tag, calls) -> {
            html.append("<b>").append(Html.text(tag)).append("</b>");
            calls.forEach(call -> html.append("<a href=\"#")
                    .append(call.id())
                    .append("\">")
                    .append(Html.text(call.operation().path("summary").asText()))
                    .append("</a>"));
        });
        html.append("</nav>");
    }

    private void section(String tag, List<Call> calls) {
        html.append("<h2>").append(Html.text(tag)).append("</h2>");
        calls.forEach(this::call);
    }

    private void call(Call call) {
        html.append("<h3 id=\"").append(call.id()).append("\">");
        html.append(Html.text(call.operation().path("summary").asText())).append("</h3><p><span class=\"verb\">");
        html.append(call.method().toUpperCase(Locale.ROOT)).append("</span> <code>");
        html.append(Html.text(call.path())).append("</code></p><p>");
        html.append(Html.prose(call.operation().path("description").asText())).append("</p>");
        parameters(call.operation().path("parameters"));
        JsonNode content = call.operation().path("requestBody").path("content");
        content.properties().forEach(type -> body(type.getKey(), type.getValue().path("schema")));
        html.append(Html.pre(curl(call)));
        responses(call.operation().path("responses"));
    }

    private void parameters(JsonNode parameters) {
        if (parameters.isEmpty()) {
            return;
        }
        html.append("<table><tr><th>Parameter</th><th>In</th><th></th></tr>");
        parameters.forEach(parameter -> html.append("<tr><td><code>")
                .append(Html.text(parameter.path("name").asText()))
                .append("</code></td><td>")
                .append(Html.text(parameter.path("in").asText()))
                .append("</td><td>")
                .append(Html.prose(parameter.path("description").asText()))
                .append("</td></tr>"));
        html.append("</table>");
    }

    private void body(String mediaType, JsonNode schema) {
        html.append("<p>Body: <code>").append(Html.text(mediaType)).append("</code> ");
        html.append(type(schema)).append("</p>");
    }

    private void responses(JsonNode responses) {
        html.append("<table><tr><th>Status</th><th></th></tr>");
        responses.properties().forEach(response -> {
            JsonNode content = response.getValue().path("content");
            html.append("<tr><td>").append(Html.text(response.getKey())).append("</td><td>");
            if (response.getKey().startsWith("2")) {
                content.properties()
                        .forEach(type -> html.append(type(type.getValue().path("schema"))));
            } else {
                html.append(linked(
                        Html.prose(response.getValue().path("description").asText())));
            }
            html.append("</td></tr>");
        });
        html.append("</table>");
    }

    private static String linked(String prose) {
        String linked = prose;
        for (ErrorCode code : ErrorCode.values()) {
            linked = linked.replace(
                    "<code>" + code + "</code>", "<a href=\"" + code.type() + "\"><code>" + code + "</code></a>");
        }
        return linked;
    }

    private void shapes() {
        html.append("<h2>Shapes</h2>");
        JsonNode schemas = document.path("components").path("schemas");
        TreeSet<String> names = new TreeSet<>();
        schemas.fieldNames().forEachRemaining(names::add);
        names.forEach(name -> shape(name, schemas.path(name)));
    }

    private void shape(String name, JsonNode schema) {
        html.append("<h3 id=\"shape-").append(Html.text(name)).append("\">").append(Html.text(name));
        html.append("</h3><p>")
                .append(Html.prose(schema.path("description").asText()))
                .append("</p>");
        if (!schema.has("properties")) {
            return;
        }
        html.append("<table><tr><th>Field</th><th>Type</th><th></th></tr>");
        schema.path("properties")
                .properties()
                .forEach(field -> html.append("<tr><td><code>")
                        .append(Html.text(field.getKey()))
                        .append("</code>")
                        .append(isRequired(schema, field.getKey()) ? " *" : "")
                        .append("</td><td>")
                        .append(type(field.getValue()))
                        .append("</td><td>")
                        .append(Html.prose(field.getValue().path("description").asText()))
                        .append("</td></tr>"));
        html.append("</table>");
    }

    private static boolean isRequired(JsonNode schema, String field) {
        for (JsonNode required : schema.path("required")) {
            if (required.asText().equals(field)) {
                return true;
            }
        }
        return false;
    }

    private String type(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        if (reference.startsWith(REFERENCE)) {
            String name = Html.text(reference.substring(REFERENCE.length()));
            return "<a href=\"#shape-" + name + "\">" + name + "</a>";
        }
        if (schema.has("items")) {
            return "list of " + type(schema.path("items"));
        }
        if (schema.has("anyOf")) {
            List<String> either = new ArrayList<>();
            schema.path("anyOf").forEach(one -> either.add(type(one)));
            return String.join(" or ", either);
        }
        if (schema.has("enum")) {
            List<String> words = new ArrayList<>();
            schema.path("enum").forEach(word -> words.add("<code>" + Html.text(word.asText()) + "</code>"));
            return String.join(", ", words);
        }
        JsonNode type = schema.path("type");
        String name = type.isArray() ? type.path(0).asText() : type.asText();
        String format = schema.path("format").asText();
        return Html.text(format.isEmpty() ? name : name + " (" + format + ")");
    }

    private String curl(Call call) {
        StringBuilder line = new StringBuilder("curl -H \"Authorization: Bearer $KEY\"");
        if (!call.method().equals("get")) {
            line.append(" -X ").append(call.method().toUpperCase(Locale.ROOT));
        }
        call.operation().path("requestBody").path("content").properties().stream()
                .findFirst()
                .ifPresent(type -> line.append(" \\\n  -H \"Content-Type: ")
                        .append(type.getKey())
                        .append("\" \\\n  -d '")
                        .append(type.getValue().path("example").toString().replace("'", "'\\''"))
                        .append('\''));
        // Quoted: the shell and curl have meanings of their own for what may stand in a URL.
        return line.append(" \\\n  \"")
                .append(origin)
                .append(filledIn(call.path()))
                .append('"')
                .toString();
    }

    private static String filledIn(String path) {
        String filled = path;
        for (Map.Entry<String, String> value : PATH_VALUES.entrySet()) {
            filled = filled.replace(value.getKey(), value.getValue());
        }
        return filled;
    }
}
