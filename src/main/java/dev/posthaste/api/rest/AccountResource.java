package dev.posthaste.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.posthaste.api.AccountCalls;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Target;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Accounts and their aliases. */
@Path("/accounts")
@Produces(MediaType.APPLICATION_JSON)
class AccountResource {

    private static final String ACCOUNT = "`acc_…` or the address.";

    private final AccountCalls accounts;
    private final MergePatch patches;
    private final Mutations mutations;
    private final Caller caller;

    AccountResource(AccountCalls accounts, MergePatch patches, Mutations mutations, Caller caller) {
        this.accounts = accounts;
        this.patches = patches;
        this.mutations = mutations;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<AccountJson.Account>> createAccount(AccountJson.@Nullable CreateAccountRequest body) {
        AccountJson.CreateAccountRequest wanted = Body.required(body);
        return mutations.answer(
                Target.of(Operation.CREATE_ACCOUNT),
                wanted,
                AccountJson.Account.class,
                who -> accounts.create(who, wanted.draft()).map(AccountJson.Account::of));
    }

    @GET
    public Uni<AccountJson.ListAccountsResponse> listAccounts(@Context UriInfo uri) {
        return accounts.list(caller.principal(), QueryString.page(uri, Operation.LIST_ACCOUNTS))
                .map(AccountJson.ListAccountsResponse::of);
    }

    @GET
    @Path("/{account}")
    public Uni<AccountJson.Account> getAccount(@Parameter(description = ACCOUNT) @RestPath String account) {
        return accounts.get(caller.principal(), account).map(AccountJson.Account::of);
    }

    @PATCH
    @Path("/{account}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @RequestBody(content = @Content(schema = @Schema(implementation = AccountJson.UpdateAccountRequest.class)))
    public Uni<RestResponse<AccountJson.Account>> updateAccount(
            @Parameter(description = ACCOUNT) @RestPath String account, @Nullable JsonNode body) {
        AccountJson.UpdateAccountRequest patch =
                patches.read(Body.required(body), AccountJson.UpdateAccountRequest.class);
        Target target = Target.of(Operation.UPDATE_ACCOUNT, account);
        Precondition when = caller.ifMatch();
        return mutations.answer(
                target,
                patch,
                AccountJson.Account.class,
                who -> accounts.update(who, when, account, patch.changes()).map(AccountJson.Account::of));
    }

    @DELETE
    @Path("/{account}")
    public Uni<RestResponse<Void>> deleteAccount(@Parameter(description = ACCOUNT) @RestPath String account) {
        Target target = Target.of(Operation.DELETE_ACCOUNT, account);
        Precondition when = caller.ifMatch();
        return mutations.done(target, Mutations.NO_BODY, who -> accounts.delete(who, when, account));
    }

    @GET
    @Path("/{account}/quota")
    public Uni<AccountJson.QuotaUsage> getQuota(@Parameter(description = ACCOUNT) @RestPath String account) {
        return accounts.quota(caller.principal(), account).map(AccountJson.QuotaUsage::of);
    }

    @POST
    @Path("/{account}/aliases")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<AccountJson.Alias>> createAlias(
            @Parameter(description = ACCOUNT) @RestPath String account, AccountJson.@Nullable CreateAliasRequest body) {
        AccountJson.CreateAliasRequest wanted = Body.required(body);
        Target target = Target.of(Operation.CREATE_ALIAS, account);
        return mutations.answer(
                target,
                wanted,
                AccountJson.Alias.class,
                who -> accounts.createAlias(who, account, Body.text(wanted.address()))
                        .map(AccountJson.Alias::of));
    }

    @GET
    @Path("/{account}/aliases")
    public Uni<AccountJson.ListAliasesResponse> listAliases(
            @Parameter(description = ACCOUNT) @RestPath String account) {
        return accounts.aliases(caller.principal(), account).map(AccountJson.ListAliasesResponse::of);
    }

    @DELETE
    @Path("/{account}/aliases/{id}")
    public Uni<RestResponse<Void>> deleteAlias(
            @Parameter(description = ACCOUNT) @RestPath String account,
            @Parameter(description = "`als_…`.") @RestPath String id) {
        Target target = Target.of(Operation.DELETE_ALIAS, account, id);
        Precondition when = caller.ifMatch();
        return mutations.done(target, Mutations.NO_BODY, who -> accounts.deleteAlias(who, when, account, id));
    }
}
