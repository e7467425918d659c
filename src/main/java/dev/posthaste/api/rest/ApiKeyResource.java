package dev.posthaste.api.rest;

import dev.posthaste.api.ApiKeyCalls;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Target;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Keys with which programs call. */
@Path("/api_keys")
@Produces(MediaType.APPLICATION_JSON)
class ApiKeyResource {

    private final ApiKeyCalls keys;
    private final Mutations mutations;
    private final Caller caller;

    ApiKeyResource(ApiKeyCalls keys, Mutations mutations, Caller caller) {
        this.keys = keys;
        this.mutations = mutations;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<ApiKeyJson.ApiKey>> createApiKey(ApiKeyJson.@Nullable CreateApiKeyRequest body) {
        ApiKeyJson.CreateApiKeyRequest wanted = Body.required(body);
        return mutations.answer(
                Target.of(Operation.CREATE_API_KEY),
                wanted,
                ApiKeyJson.ApiKey.class,
                who -> keys.create(who, Body.text(wanted.name()), Body.list("/scopes", wanted.scopes()))
                        .map(ApiKeyJson.ApiKey::shownOnce));
    }

    @GET
    public Uni<ApiKeyJson.ListApiKeysResponse> listApiKeys(@Context UriInfo uri) {
        return keys.list(caller.principal(), QueryString.page(uri, Operation.LIST_API_KEYS))
                .map(ApiKeyJson.ListApiKeysResponse::of);
    }

    @GET
    @Path("/{id}")
    public Uni<ApiKeyJson.ApiKey> getApiKey(@Parameter(description = "`key_…`.") @RestPath String id) {
        return keys.get(caller.principal(), id).map(ApiKeyJson.ApiKey::of);
    }

    @DELETE
    @Path("/{id}")
    public Uni<RestResponse<ApiKeyJson.ApiKey>> revokeApiKey(@Parameter(description = "`key_…`.") @RestPath String id) {
        Target target = Target.of(Operation.REVOKE_API_KEY, id);
        Precondition when = caller.ifMatch();
        return mutations.answer(
                target,
                Mutations.NO_BODY,
                ApiKeyJson.ApiKey.class,
                who -> keys.revoke(who, when, id).map(ApiKeyJson.ApiKey::of));
    }
}
