package dev.posthaste.api.apikey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthaste.account.ApiKeyStore;
import dev.posthaste.api.EntityTag;
import dev.posthaste.api.Operation.Paged;
import dev.posthaste.api.Operation.Tagged;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The requests and answers about API keys; {@code api_key.proto} describes them. */
final class ApiKeyShapes {

    private ApiKeyShapes() {}

    /** The state of a key; its secret is no part of it. */
    static EntityTag tag(ApiKeyStore.ApiKey key) {
        return EntityTag.of(key.id(), key.name(), key.scopes(), key.createdAt(), key.revokedAt());
    }

    @Schema
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ApiKey(
            String id,
            String name,
            List<String> scopes,
            @Nullable String secret,
            Instant createdAt,
            @Nullable Instant revokedAt,
            String etag)
            implements Tagged {

        static ApiKey of(ApiKeyStore.ApiKey key) {
            return of(key, null);
        }

        static ApiKey shownOnce(ApiKeyCalls.NewKey made) {
            return made.text().use(text -> of(made.key(), text));
        }

        private static ApiKey of(ApiKeyStore.ApiKey key, @Nullable String secret) {
            return new ApiKey(
                    key.id().toString(),
                    key.name(),
                    key.scopes(),
                    secret,
                    key.createdAt(),
                    key.revokedAt().orElse(null),
                    tag(key).text());
        }

        @Override
        public String toString() {
            return "ApiKey[" + id + "]";
        }
    }

    @Schema
    record CreateApiKeyRequest(
            @Nullable String name, @Nullable List<String> scopes) {}

    @Schema
    record ListApiKeysResponse(List<ApiKey> apiKeys, String nextPageToken) implements Paged {}
}
