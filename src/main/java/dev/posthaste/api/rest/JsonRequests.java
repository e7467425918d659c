package dev.posthaste.api.rest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.JsonPointer;
import dev.posthaste.api.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads JSON bodies into the records of requests. */
final class JsonRequests {

    /** RFC 7396. */
    static final String MERGE_PATCH = "application/merge-patch+json";

    private JsonRequests() {}

    /** The request; fails with the place of what cannot be read. */
    static <Q> Q read(ObjectMapper json, Operation<Q, ?> operation, byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            throw empty();
        }
        try {
            Q request = operation.isPatch()
                    ? patch(json, operation.request(), json.readTree(body))
                    : json.readValue(body, operation.request());
            if (request == null) {
                throw empty();
            }
            return request;
        } catch (JacksonException unreadable) {
            throw JsonFaults.of(unreadable);
        } catch (IOException impossible) {
            throw new UncheckedIOException("octets in memory cannot be read", impossible);
        }
    }

    /** A null in a merge patch removes a property, which none of ours allows, and is not the same as a missing one. */
    private static <Q> @Nullable Q patch(ObjectMapper json, Class<Q> type, JsonNode patch) throws JacksonException {
        patch.properties().forEach(property -> {
            if (property.getValue().isNull()) {
                throw ApiException.at(
                        JsonPointer.child("", property.getKey()),
                        ErrorCode.WRONG_TYPE,
                        "cannot be removed",
                        "name a new value");
            }
        });
        return json.treeToValue(patch, type);
    }

    private static ApiException empty() {
        return ApiException.of(ErrorCode.MALFORMED_JSON, "the body is empty");
    }

    /** A body of a type that the operation does not read. */
    static ApiException unsupported() {
        return ApiException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "the Content-Type is not read here");
    }
}
