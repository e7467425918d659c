package dev.posthaste.api.account;

import dev.posthaste.api.EntityTag;
import dev.posthaste.api.Operation.Paged;
import dev.posthaste.api.Operation.Patch;
import dev.posthaste.api.Operation.Tagged;
import dev.posthaste.api.Shapes;
import dev.posthaste.id.Secret;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The requests and answers about accounts and aliases; {@code account.proto} describes them. */
final class AccountShapes {

    private AccountShapes() {}

    /** An account; its usage is part of its state. */
    static EntityTag tag(dev.posthaste.account.Account account) {
        return EntityTag.of(
                account.id(),
                account.address(),
                account.displayName(),
                account.quota(),
                account.usage(),
                account.createdAt());
    }

    /** An alias, which never changes. */
    static EntityTag tag(dev.posthaste.account.Alias alias) {
        return EntityTag.of(alias.id(), alias.pattern(), alias.createdAt());
    }

    @Schema
    record StorageAmount(
            @Nullable Long storageBytes, @Nullable Long messages) {

        AccountCalls.QuotaDraft draft() {
            return new AccountCalls.QuotaDraft(Shapes.number(storageBytes), Shapes.number(messages));
        }

        static StorageAmount of(dev.posthaste.account.Account.Quota quota) {
            return new StorageAmount(quota.octets(), quota.messages());
        }

        static StorageAmount of(dev.posthaste.account.Account.Usage usage) {
            return new StorageAmount(usage.octets(), usage.messages());
        }
    }

    @Schema
    record Account(
            String id,
            String address,
            String displayName,
            StorageAmount quota,
            StorageAmount usage,
            Instant createdAt,
            String etag)
            implements Tagged {

        static Account of(dev.posthaste.account.Account account) {
            return new Account(
                    account.id().toString(),
                    account.address().toString(),
                    account.displayName(),
                    StorageAmount.of(account.quota()),
                    StorageAmount.of(account.usage()),
                    account.createdAt(),
                    tag(account).text());
        }
    }

    @Schema
    record CreateAccountRequest(
            @Nullable String address,
            @Nullable String password,
            @Nullable String displayName,
            @Nullable StorageAmount quota) {

        AccountCalls.Draft draft() {
            return new AccountCalls.Draft(
                    Shapes.text(address),
                    new Secret(Shapes.text(password)),
                    Shapes.text(displayName),
                    Stream.ofNullable(quota).map(StorageAmount::draft).toList());
        }

        @Override
        public String toString() {
            return "CreateAccountRequest[" + address + "]";
        }
    }

    @Schema
    record UpdateAccountRequest(
            @Nullable String displayName,
            @Nullable String password,
            @Nullable StorageAmount quota) implements Patch {

        List<AccountCalls.Change> changes() {
            return Stream.<Stream<AccountCalls.Change>>of(
                            Stream.ofNullable(displayName).map(AccountCalls.Change.DisplayName::new),
                            Stream.ofNullable(password).map(Secret::new).map(AccountCalls.Change.Password::new),
                            Stream.ofNullable(quota).map(StorageAmount::draft).map(AccountCalls.Change.Quota::new))
                    .flatMap(changes -> changes)
                    .toList();
        }

        @Override
        public String toString() {
            return "UpdateAccountRequest[" + displayName + "]";
        }
    }

    @Schema
    record ListAccountsResponse(List<Account> accounts, String nextPageToken) implements Paged {}

    @Schema
    record QuotaUsage(StorageAmount quota, StorageAmount usage, String etag) implements Tagged {
        static QuotaUsage of(dev.posthaste.account.Account account) {
            return new QuotaUsage(
                    StorageAmount.of(account.quota()),
                    StorageAmount.of(account.usage()),
                    tag(account).text());
        }
    }

    @Schema
    record Alias(String id, String address, Instant createdAt, String etag) implements Tagged {
        static Alias of(dev.posthaste.account.Alias alias) {
            return new Alias(
                    alias.id().toString(),
                    alias.pattern().toString(),
                    alias.createdAt(),
                    tag(alias).text());
        }
    }

    @Schema
    record CreateAliasRequest(@Nullable String address) {}

    @Schema
    record ListAliasesResponse(List<Alias> aliases) {}
}
