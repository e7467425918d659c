package dev.posthaste.api.apikey;

import dev.posthaste.account.ApiKeyStore;
import dev.posthaste.account.ApiKeyStore.ApiKey;
import dev.posthaste.api.Access;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.Endpoint;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Findings;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Operation.Nothing;
import dev.posthaste.api.PageToken;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Shapes;
import dev.posthaste.api.apikey.ApiKeyShapes.CreateApiKeyRequest;
import dev.posthaste.api.apikey.ApiKeyShapes.ListApiKeysResponse;
import dev.posthaste.id.ApiKeyId;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.login.ApiKeySecret;
import dev.posthaste.login.Principal;
import dev.posthaste.login.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Keys with which programs call. A key never gives more than its maker has. */
@Singleton
public final class ApiKeyCalls implements Endpoint.Resource {

    /** Create an API key. */
    public static final Operation<CreateApiKeyRequest, ApiKeyShapes.ApiKey> CREATE_API_KEY = Operation.named(
                    "createApiKey", Scope.API_KEYS_WRITE, "Create an API key")
            .post("/api_keys", CreateApiKeyRequest.class, ApiKeyShapes.ApiKey.class)
            .example("{\"name\": \"shop\", \"scopes\": [\"emails:send\", \"emails:read\"]}")
            .fails(
                    ErrorCode.MISSING_FIELD,
                    ErrorCode.INVALID_VALUE,
                    ErrorCode.LIMIT_EXCEEDED,
                    ErrorCode.VALIDATION_FAILED,
                    ErrorCode.SCOPE_NOT_GRANTABLE);

    /** Get an API key. */
    public static final Operation<Nothing, ApiKeyShapes.ApiKey> GET_API_KEY = Operation.named(
                    "getApiKey", Scope.API_KEYS_READ, "Get an API key")
            .get("/api_keys/{id}", Nothing.class, ApiKeyShapes.ApiKey.class)
            .fails();

    /** List API keys. */
    public static final Operation<Nothing, ListApiKeysResponse> LIST_API_KEYS = Operation.named(
                    "listApiKeys", Scope.API_KEYS_READ, "List API keys")
            .get("/api_keys", Nothing.class, ListApiKeysResponse.class)
            .fails();

    /** Revoke an API key. */
    public static final Operation<Nothing, ApiKeyShapes.ApiKey> REVOKE_API_KEY = Operation.named(
                    "revokeApiKey", Scope.API_KEYS_WRITE, "Revoke an API key")
            .delete("/api_keys/{id}", ApiKeyShapes.ApiKey.class)
            .fails();

    /** Characters of a key's name. */
    public static final int MAX_NAME = 200;

    private static final String LIST = "api_keys";

    private final ApiKeyStore keys;
    private final Uuid7 ids;
    private final SecureRandom chance;

    /** Uses these. */
    public ApiKeyCalls(ApiKeyStore keys, Uuid7 ids, SecureRandom chance) {
        this.keys = keys;
        this.ids = ids;
        this.chance = chance;
    }

    @Override
    public List<Endpoint<?, ?>> endpoints() {
        return List.of(
                Endpoint.of(
                        CREATE_API_KEY,
                        (call, body) -> create(
                                        call.caller(), Shapes.text(body.name()), Shapes.list("/scopes", body.scopes()))
                                .map(ApiKeyShapes.ApiKey::shownOnce)),
                Endpoint.of(
                        GET_API_KEY,
                        (call, none) -> get(call.caller(), call.name()).map(ApiKeyShapes.ApiKey::of)),
                Endpoint.of(
                        LIST_API_KEYS,
                        (call, none) -> list(call.caller(), call.page())
                                .map(page ->
                                        new ListApiKeysResponse(page.shapes(ApiKeyShapes.ApiKey::of), page.next()))),
                Endpoint.of(
                        REVOKE_API_KEY,
                        (call, none) ->
                                revoke(call.caller(), call.when(), call.name()).map(ApiKeyShapes.ApiKey::of)));
    }

    /** A new key with its text, which is shown this once. */
    public record NewKey(ApiKey key, Secret text) {}

    /** Makes a key. */
    public Uni<NewKey> create(Principal caller, String name, List<String> scopes) {
        return Access.run(caller, CREATE_API_KEY, tenant -> {
            check(caller, name, scopes);
            return create(tenant, name, scopes.stream().distinct().sorted().toList());
        });
    }

    private Uni<NewKey> create(TenantId tenant, String name, List<String> scopes) {
        ApiKeyId id = new ApiKeyId(ids.next());
        Secret text = ApiKeySecret.generate(id, chance);
        return keys.create(tenant, id, name, scopes, ApiKeySecret.hash(text)).map(key -> new NewKey(key, text));
    }

    private static void check(Principal caller, String name, List<String> scopes) {
        Findings findings = new Findings();
        findings.require("/name", name);
        findings.limit("/name", name, MAX_NAME);
        findings.singleLine("/name", name);
        if (scopes.isEmpty()) {
            findings.add("/scopes", ErrorCode.MISSING_FIELD, "a key needs a scope");
        }
        for (int i = 0; i < scopes.size(); i++) {
            checkScope(caller, scopes.get(i), "/scopes/" + i, findings);
        }
        findings.throwIfAny();
    }

    private static void checkScope(Principal caller, String text, String pointer, Findings findings) {
        Optional<Scope> scope = Scope.parse(text);
        if (scope.isEmpty()) {
            String known = String.join(
                    ", ", List.of(Scope.values()).stream().map(Scope::toString).toList());
            findings.add(
                    pointer, ErrorCode.INVALID_VALUE, "'" + Access.shown(text) + "' is no scope", "one of " + known);
        } else if (!caller.scopes().contains(scope.get())) {
            findings.add(pointer, ErrorCode.SCOPE_NOT_GRANTABLE, "the calling key has not the scope " + text);
        }
    }

    /** One key. */
    public Uni<ApiKey> get(Principal caller, String key) {
        return Access.run(
                caller,
                GET_API_KEY,
                tenant -> keys.get(tenant, id(key)).map(found -> found.orElseThrow(() -> notFound(key))));
    }

    /** A page of keys. */
    public Uni<PageToken.Slice<ApiKey>> list(Principal caller, PageToken page) {
        return Access.run(
                caller,
                LIST_API_KEYS,
                tenant -> keys.list(tenant, page.request(LIST, ApiKeyId::parse))
                        .map(found -> PageToken.slice(LIST, found)));
    }

    /** Makes a key worthless. */
    public Uni<ApiKey> revoke(Principal caller, Precondition when, String key) {
        return Access.run(
                caller,
                REVOKE_API_KEY,
                tenant -> keys.get(tenant, id(key))
                        .invoke(found -> found.ifPresent(known -> when.require(ApiKeyShapes.tag(known))))
                        .flatMap(found -> keys.revoke(tenant, id(key)))
                        .map(found -> found.orElseThrow(() -> notFound(key))));
    }

    private static ApiKeyId id(String text) {
        return ApiKeyId.parse(text).orElseThrow(() -> notFound(text));
    }

    private static ApiException notFound(String text) {
        return Access.notFound("api key", text);
    }
}
