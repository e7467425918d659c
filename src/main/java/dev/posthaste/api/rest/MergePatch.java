package dev.posthaste.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.JsonPointer;
import jakarta.inject.Singleton;

/**
 * Reads JSON merge patches (RFC 7396). A null there takes a property away, which none of ours allows, and must not be
 * mistaken for one that is not named.
 */
@Singleton
final class MergePatch {

    static final String MEDIA_TYPE = "application/merge-patch+json";

    private final ObjectMapper json;

    MergePatch(ObjectMapper json) {
        this.json = json;
    }

    <T> T read(JsonNode patch, Class<T> type) {
        patch.properties().forEach(property -> {
            if (property.getValue().isNull()) {
                throw ApiException.at(
                        JsonPointer.child("", property.getKey()),
                        ErrorCode.WRONG_TYPE,
                        "cannot be taken away",
                        "name a new value");
            }
        });
        try {
            return json.treeToValue(patch, type);
        } catch (JsonProcessingException unreadable) {
            throw JsonFaults.of(unreadable);
        }
    }
}
