package dev.posthaste.api.rest;

import dev.posthaste.api.ApiException;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.JsonPointer;
import dev.posthaste.api.Operation;
import dev.posthaste.api.PageToken;
import dev.posthaste.api.RecordFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The query of a request, read as strictly as a body: no parameter is ignored and none may come twice. */
final class QueryString {

    /** Of a method that has no query. */
    static final Function<Operation<?, ?>, QueryString> NONE = operation -> new QueryString(Map.of());

    static final String PAGE_SIZE = "page_size";
    static final String PAGE_TOKEN = "page_token";

    private final Map<String, List<String>> parameters;

    private QueryString(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    /** The query, if it has no other parameters than those of the operation; one that has none ignores the query. */
    static QueryString of(Map<String, List<String>> parameters, Operation<?, ?> operation) {
        Set<String> known = names(operation);
        if (!known.isEmpty()) {
            parameters.keySet().stream().filter(name -> !known.contains(name)).forEach(name -> {
                throw ApiException.at(
                        JsonPointer.child("", name),
                        ErrorCode.UNKNOWN_FIELD,
                        "there is no query parameter '" + name + "'",
                        "one of " + String.join(", ", known));
            });
        }
        return new QueryString(parameters);
    }

    /** The query parameters of an operation: what its request has besides octets and nested records. */
    static Set<String> names(Operation<?, ?> operation) {
        Set<String> names = new LinkedHashSet<>();
        RecordFields.of(operation.request()).forEach(field -> {
            if (!field.type().isRecord()) {
                names.add(field.name());
            }
        });
        if (operation.isPaged()) {
            names.addAll(List.of(PAGE_SIZE, PAGE_TOKEN));
        }
        return names;
    }

    PageToken page() {
        return new PageToken(
                value(PAGE_SIZE).map(QueryString::number).orElse(PageToken.DEFAULT_SIZE),
                value(PAGE_TOKEN).orElse(""));
    }

    /** The record of the request. */
    <Q> Q read(Class<Q> type) {
        List<@Nullable Object> values = new ArrayList<>();
        RecordFields.of(type)
                .forEach(field -> values.add(
                        field.type().isRecord()
                                ? null
                                : value(field.name())
                                        .map(text -> converted(field, text))
                                        .orElse(null)));
        return RecordFields.create(type, values);
    }

    private static Object converted(RecordFields.Field field, String text) {
        if (field.type() == Instant.class) {
            return time(JsonPointer.child("", field.name()), text);
        }
        return field.type() == List.class
                ? Stream.of(text.split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList()
                : text;
    }

    /** RFC 3339. */
    private static Instant time(String pointer, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            throw ApiException.at(pointer, ErrorCode.INVALID_PARAMETER, "is no time", "2026-01-31T12:00:00Z");
        }
    }

    /** The value; an empty one is none. */
    private Optional<String> value(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw ApiException.at('/' + name, ErrorCode.INVALID_PARAMETER, "'" + name + "' comes twice", "");
        }
        return values.stream().filter(value -> !value.isEmpty()).findFirst();
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw ApiException.at(
                    '/' + PAGE_SIZE,
                    ErrorCode.INVALID_PARAMETER,
                    "page_size is not a number",
                    "1 to " + PageToken.MAX_SIZE);
        }
    }
}
