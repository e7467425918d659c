package dev.posthaste.api.rest;

import dev.posthaste.api.ApiException;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.JsonPointer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a JSON body leaves out, said as the calls want it. */
final class Body {

    private Body() {}

    /** A body that must be there. */
    static <T> T required(@Nullable T body) {
        if (body == null) {
            throw ApiException.of(ErrorCode.MALFORMED_JSON, "the body is empty");
        }
        return body;
    }

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Octets that must be there, though they may be none. */
    static byte[] octets(String pointer, byte @Nullable [] octets) {
        if (octets == null) {
            throw ApiException.at(pointer, ErrorCode.MISSING_FIELD, "is required", "base64");
        }
        return octets;
    }

    /** A list; an entry that is null has the wrong type. */
    static <T> List<T> list(String pointer, @Nullable List<T> list) {
        if (list == null) {
            return List.of();
        }
        for (int i = 0; i < list.size(); i++) {
            requireValue(pointer + '/' + i, list.get(i));
        }
        return list;
    }

    static Map<String, String> map(String pointer, @Nullable Map<String, String> map) {
        if (map == null) {
            return Map.of();
        }
        map.forEach((key, value) -> requireValue(JsonPointer.child(pointer, key), value));
        return map;
    }

    static @Nullable Instant orNull(Optional<Instant> instant) {
        return instant.orElse(null);
    }

    private static void requireValue(String pointer, @Nullable Object value) {
        if (Objects.isNull(value)) {
            throw ApiException.at(pointer, ErrorCode.WRONG_TYPE, "is null", "leave it out");
        }
    }
}
