package dev.posthaste.api.grpc;

import com.google.protobuf.Empty;
import dev.posthaste.api.AccountCalls;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Target;
import dev.posthaste.api.grpc.v1.Account;
import dev.posthaste.api.grpc.v1.AccountService;
import dev.posthaste.api.grpc.v1.Alias;
import dev.posthaste.api.grpc.v1.CreateAccountRequest;
import dev.posthaste.api.grpc.v1.CreateAliasRequest;
import dev.posthaste.api.grpc.v1.DeleteAccountRequest;
import dev.posthaste.api.grpc.v1.DeleteAliasRequest;
import dev.posthaste.api.grpc.v1.GetAccountRequest;
import dev.posthaste.api.grpc.v1.GetQuotaRequest;
import dev.posthaste.api.grpc.v1.ListAccountsRequest;
import dev.posthaste.api.grpc.v1.ListAccountsResponse;
import dev.posthaste.api.grpc.v1.ListAliasesRequest;
import dev.posthaste.api.grpc.v1.ListAliasesResponse;
import dev.posthaste.api.grpc.v1.QuotaUsage;
import dev.posthaste.api.grpc.v1.UpdateAccountRequest;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;

/** Accounts and aliases over gRPC. */
@GrpcService
class AccountEndpoint implements AccountService {

    private final AccountCalls accounts;
    private final Calls calls;

    AccountEndpoint(AccountCalls accounts, Calls calls) {
        this.accounts = accounts;
        this.calls = calls;
    }

    @Override
    public Uni<Account> createAccount(CreateAccountRequest request) {
        Target target = Target.of(Operation.CREATE_ACCOUNT);
        return calls.once(
                target,
                request,
                Account.parser(),
                caller -> accounts.create(caller, AccountShapes.draft(request)).map(AccountShapes::account));
    }

    @Override
    public Uni<Account> getAccount(GetAccountRequest request) {
        return calls.one(caller -> accounts.get(caller, request.getAccount()).map(AccountShapes::account));
    }

    @Override
    public Uni<ListAccountsResponse> listAccounts(ListAccountsRequest request) {
        return calls.one(caller -> accounts.list(caller, Shapes.page(request.getPageSize(), request.getPageToken()))
                .map(page -> ListAccountsResponse.newBuilder()
                        .addAllAccounts(page.items().stream()
                                .map(AccountShapes::account)
                                .toList())
                        .setNextPageToken(page.next())
                        .build()));
    }

    @Override
    public Uni<Account> updateAccount(UpdateAccountRequest request) {
        Target target = Target.of(Operation.UPDATE_ACCOUNT, request.getAccount());
        return calls.once(
                target,
                request,
                Account.parser(),
                caller -> accounts.update(
                                caller,
                                Precondition.ofField(request.getEtag()),
                                request.getAccount(),
                                AccountShapes.changes(request))
                        .map(AccountShapes::account));
    }

    @Override
    public Uni<Empty> deleteAccount(DeleteAccountRequest request) {
        Target target = Target.of(Operation.DELETE_ACCOUNT, request.getAccount());
        return calls.done(
                target,
                request,
                caller -> accounts.delete(caller, Precondition.ofField(request.getEtag()), request.getAccount()));
    }

    @Override
    public Uni<QuotaUsage> getQuota(GetQuotaRequest request) {
        return calls.one(caller -> accounts.quota(caller, request.getAccount()).map(AccountShapes::usage));
    }

    @Override
    public Uni<Alias> createAlias(CreateAliasRequest request) {
        Target target = Target.of(Operation.CREATE_ALIAS, request.getAccount());
        return calls.once(
                target,
                request,
                Alias.parser(),
                caller -> accounts.createAlias(caller, request.getAccount(), request.getAddress())
                        .map(AccountShapes::alias));
    }

    @Override
    public Uni<ListAliasesResponse> listAliases(ListAliasesRequest request) {
        return calls.one(caller -> accounts.aliases(caller, request.getAccount())
                .map(aliases -> ListAliasesResponse.newBuilder()
                        .addAllAliases(
                                aliases.stream().map(AccountShapes::alias).toList())
                        .build()));
    }

    @Override
    public Uni<Empty> deleteAlias(DeleteAliasRequest request) {
        Target target = Target.of(Operation.DELETE_ALIAS, request.getAccount(), request.getId());
        return calls.done(
                target,
                request,
                caller -> accounts.deleteAlias(
                        caller, Precondition.ofField(request.getEtag()), request.getAccount(), request.getId()));
    }
}
