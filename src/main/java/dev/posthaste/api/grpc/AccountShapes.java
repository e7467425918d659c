package dev.posthaste.api.grpc;

import dev.posthaste.api.AccountCalls;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.EntityTag;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.grpc.v1.Account;
import dev.posthaste.api.grpc.v1.Alias;
import dev.posthaste.api.grpc.v1.CreateAccountRequest;
import dev.posthaste.api.grpc.v1.QuotaUsage;
import dev.posthaste.api.grpc.v1.StorageAmount;
import dev.posthaste.api.grpc.v1.UpdateAccountRequest;
import dev.posthaste.id.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Accounts in protobuf. */
final class AccountShapes {

    private AccountShapes() {}

    static AccountCalls.Draft draft(CreateAccountRequest request) {
        return new AccountCalls.Draft(
                request.getAddress(),
                new Secret(request.getPassword()),
                request.getDisplayName(),
                request.hasQuota() ? List.of(quota(request.getQuota())) : List.of());
    }

    private static AccountCalls.QuotaDraft quota(StorageAmount amount) {
        return new AccountCalls.QuotaDraft(amount.getStorageBytes(), amount.getMessages());
    }

    /** What the mask names; without a mask whatever is not empty (AIP-134). */
    static List<AccountCalls.Change> changes(UpdateAccountRequest request) {
        List<String> named = request.hasUpdateMask() ? request.getUpdateMask().getPathsList() : present(request);
        List<AccountCalls.Change> changes = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            changes.add(change(named.get(i), "/update_mask/paths/" + i, request));
        }
        return changes;
    }

    private static List<String> present(UpdateAccountRequest request) {
        return Stream.of(
                        request.getDisplayName().isEmpty() ? "" : "display_name",
                        request.getPassword().isEmpty() ? "" : "password",
                        request.hasQuota() ? "quota" : "")
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static AccountCalls.Change change(String name, String pointer, UpdateAccountRequest request) {
        return switch (name) {
            case "display_name" -> new AccountCalls.Change.DisplayName(request.getDisplayName());
            case "password" -> new AccountCalls.Change.Password(new Secret(request.getPassword()));
            case "quota" -> new AccountCalls.Change.Quota(quota(request.getQuota()));
            default ->
                throw ApiException.at(
                        pointer, ErrorCode.UNKNOWN_FIELD, "cannot be changed", "display_name, password or quota");
        };
    }

    static Account account(dev.posthaste.account.Account account) {
        return Account.newBuilder()
                .setId(account.id().toString())
                .setAddress(account.address().toString())
                .setEtag(EntityTag.of(account).text())
                .setDisplayName(account.displayName())
                .setQuota(quota(account))
                .setUsage(used(account))
                .setCreatedAt(Shapes.time(account.createdAt()))
                .build();
    }

    static QuotaUsage usage(dev.posthaste.account.Account account) {
        return QuotaUsage.newBuilder()
                .setEtag(EntityTag.of(account).text())
                .setQuota(quota(account))
                .setUsage(used(account))
                .build();
    }

    static Alias alias(dev.posthaste.account.Alias alias) {
        return Alias.newBuilder()
                .setId(alias.id().toString())
                .setEtag(EntityTag.of(alias).text())
                .setAddress(alias.pattern().toString())
                .setCreatedAt(Shapes.time(alias.createdAt()))
                .build();
    }

    private static StorageAmount quota(dev.posthaste.account.Account account) {
        return StorageAmount.newBuilder()
                .setStorageBytes(account.quota().octets())
                .setMessages(account.quota().messages())
                .build();
    }

    private static StorageAmount used(dev.posthaste.account.Account account) {
        return StorageAmount.newBuilder()
                .setStorageBytes(account.usage().octets())
                .setMessages(account.usage().messages())
                .build();
    }
}
