package dev.posthaste.api.grpc;

import dev.posthaste.account.ApiKeyStore;
import dev.posthaste.api.ApiKeyCalls;
import dev.posthaste.api.EntityTag;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Target;
import dev.posthaste.api.grpc.v1.ApiKey;
import dev.posthaste.api.grpc.v1.ApiKeyService;
import dev.posthaste.api.grpc.v1.CreateApiKeyRequest;
import dev.posthaste.api.grpc.v1.GetApiKeyRequest;
import dev.posthaste.api.grpc.v1.ListApiKeysRequest;
import dev.posthaste.api.grpc.v1.ListApiKeysResponse;
import dev.posthaste.api.grpc.v1.RevokeApiKeyRequest;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;

/** API keys over gRPC. */
@GrpcService
class ApiKeyEndpoint implements ApiKeyService {

    private final ApiKeyCalls keys;
    private final Calls calls;

    ApiKeyEndpoint(ApiKeyCalls keys, Calls calls) {
        this.keys = keys;
        this.calls = calls;
    }

    @Override
    public Uni<ApiKey> createApiKey(CreateApiKeyRequest request) {
        Target target = Target.of(Operation.CREATE_API_KEY);
        return calls.once(
                target,
                request,
                ApiKey.parser(),
                caller -> keys.create(caller, request.getName(), request.getScopesList())
                        .map(ApiKeyEndpoint::shownOnce));
    }

    @Override
    public Uni<ApiKey> getApiKey(GetApiKeyRequest request) {
        return calls.one(caller -> keys.get(caller, request.getId()).map(ApiKeyEndpoint::key));
    }

    @Override
    public Uni<ListApiKeysResponse> listApiKeys(ListApiKeysRequest request) {
        return calls.one(caller -> keys.list(caller, Shapes.page(request.getPageSize(), request.getPageToken()))
                .map(page -> ListApiKeysResponse.newBuilder()
                        .addAllApiKeys(
                                page.items().stream().map(ApiKeyEndpoint::key).toList())
                        .setNextPageToken(page.next())
                        .build()));
    }

    @Override
    public Uni<ApiKey> revokeApiKey(RevokeApiKeyRequest request) {
        Target target = Target.of(Operation.REVOKE_API_KEY, request.getId());
        return calls.once(
                target,
                request,
                ApiKey.parser(),
                caller -> keys.revoke(caller, Precondition.ofField(request.getEtag()), request.getId())
                        .map(ApiKeyEndpoint::key));
    }

    private static ApiKey shownOnce(ApiKeyCalls.NewKey made) {
        return made.text()
                .use(text -> key(made.key()).toBuilder().setSecret(text).build());
    }

    private static ApiKey key(ApiKeyStore.ApiKey key) {
        ApiKey.Builder shown = ApiKey.newBuilder()
                .setId(key.id().toString())
                .setName(key.name())
                .addAllScopes(key.scopes())
                .setCreatedAt(Shapes.time(key.createdAt()))
                .setEtag(EntityTag.of(key).text());
        key.revokedAt().map(Shapes::time).ifPresent(shown::setRevokedAt);
        return shown.build();
    }
}
