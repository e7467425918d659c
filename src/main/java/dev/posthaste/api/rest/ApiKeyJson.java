package dev.posthaste.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthaste.account.ApiKeyStore;
import dev.posthaste.api.ApiKeyCalls;
import dev.posthaste.api.EntityTag;
import dev.posthaste.api.PageToken;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The JSON of API keys. */
final class ApiKeyJson {

    private ApiKeyJson() {}

    @Schema(description = "A key with which a program calls.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ApiKey(
            @Schema(examples = "key_06bqmz8f9r7dn6fjs0z2c4v9ew")
            String id,

            @Schema(description = "What it is for, in the owner's words.", examples = "shop")
            String name,

            @Schema(description = "What it may do: `emails:send`, `messages:read`, …")
            List<String> scopes,

            @Schema(description = "The key itself; only in the answer to its creation.") @Nullable
            String secret,

            @Schema(description = "When it was made.") Instant createdAt,

            @Schema(description = "When it was revoked; missing while it works.") @Nullable
            Instant revokedAt,

            @Schema(description = "Tells one state from another; ETag alike.")
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
                    Body.orNull(key.revokedAt()),
                    EntityTag.of(key).text());
        }

        @Override
        public String toString() {
            return "ApiKey[" + id + "]";
        }
    }

    @Schema(
            description = "A new key.",
            requiredProperties = {"name", "scopes"})
    record CreateApiKeyRequest(
            @Schema(description = "What it is for.", examples = "shop") @Nullable
            String name,

            @Schema(description = "What it may do; no more than the caller may.", examples = "[\"emails:send\"]")
            @Nullable
            List<String> scopes) {}

    @Schema(description = "A page of keys.")
    record ListApiKeysResponse(
            @Schema(description = "Oldest first.") List<ApiKey> apiKeys,
            @Schema(description = "Empty on the last page.") String nextPageToken)
            implements Paged {

        static ListApiKeysResponse of(PageToken.Slice<ApiKeyStore.ApiKey> page) {
            return new ListApiKeysResponse(page.items().stream().map(ApiKey::of).toList(), page.next());
        }
    }
}
