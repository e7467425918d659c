package dev.posthaste.api.rest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.JsonPointer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the JSON reader complains of, in the words of the catalogue, with the place and without the names of classes. */
final class JsonFaults {

    private JsonFaults() {}

    static ApiException of(JacksonException failure) {
        return switch (failure) {
            case UnrecognizedPropertyException unknown -> unknownField(unknown);
            case InvalidFormatException value when value.getTargetType() == byte[].class -> notBase64(value);
            case InvalidFormatException value when value.getTargetType().isEnum() -> notOneOf(value);
            case MismatchedInputException type -> wrongType(type);
            case JsonMappingException mapping when mapping.getCause() instanceof ApiException refused -> refused;
            default -> ApiException.of(ErrorCode.MALFORMED_JSON, "the body is not JSON: " + problem(failure));
        };
    }

    private static ApiException unknownField(UnrecognizedPropertyException unknown) {
        List<String> known = unknown.getKnownPropertyIds() == null
                ? List.of()
                : unknown.getKnownPropertyIds().stream()
                        .map(String::valueOf)
                        .sorted()
                        .toList();
        return ApiException.at(
                pointer(unknown),
                ErrorCode.UNKNOWN_FIELD,
                "there is no field '" + unknown.getPropertyName() + "'",
                known.isEmpty() ? "" : "one of " + String.join(", ", known));
    }

    private static ApiException notBase64(InvalidFormatException value) {
        return ApiException.at(
                pointer(value), ErrorCode.INVALID_BASE64, "is not base64", "the standard alphabet with padding");
    }

    private static ApiException notOneOf(InvalidFormatException value) {
        List<String> names = Arrays.stream(value.getTargetType().getEnumConstants())
                .map(constant -> String.valueOf(constant).toLowerCase(Locale.ROOT))
                .toList();
        return ApiException.at(
                pointer(value),
                ErrorCode.INVALID_VALUE,
                "'" + value.getValue() + "' is not possible",
                "one of " + String.join(", ", names));
    }

    private static ApiException wrongType(MismatchedInputException mismatch) {
        return ApiException.at(
                pointer(mismatch), ErrorCode.WRONG_TYPE, "has the wrong type", hint(mismatch.getTargetType()));
    }

    private static String hint(@Nullable Class<?> expected) {
        if (expected == null) {
            return "";
        }
        return switch (expected.getSimpleName()) {
            case "String" -> "a text is expected";
            case "int", "long", "Integer", "Long" -> "a whole number is expected";
            case "List", "ArrayList" -> "an array is expected";
            case "Map", "LinkedHashMap" -> "an object is expected whose values are texts";
            case "Instant" -> "a time is expected: 2026-01-31T12:00:00Z";
            case "byte[]" -> "base64 is expected";
            default -> "an object is expected";
        };
    }

    private static String pointer(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(place -> place.getFieldName() == null ? String.valueOf(place.getIndex()) : place.getFieldName())
                .map(name -> JsonPointer.child("", name))
                .collect(Collectors.joining());
    }

    private static String problem(JacksonException failure) {
        String problem = failure.getOriginalMessage();
        long line = failure.getLocation() == null ? 0 : failure.getLocation().getLineNr();
        String place = line > 0
                ? " (line " + line + ", column " + failure.getLocation().getColumnNr() + ")"
                : "";
        return (problem == null ? "unreadable" : problem) + place;
    }
}
