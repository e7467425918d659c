package dev.posthaste.api.rest;

import dev.posthaste.api.AccountCalls;
import dev.posthaste.api.EntityTag;
import dev.posthaste.api.PageToken;
import dev.posthaste.id.Secret;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The JSON of accounts and aliases. */
final class AccountJson {

    private AccountJson() {}

    @Schema(description = "Octets and messages: what is allowed, or what is used.")
    record StorageAmount(
            @Schema(description = "Octets of all messages together.", examples = "10737418240") @Nullable
            Long storageBytes,

            @Schema(description = "Their number.", examples = "1000000") @Nullable
            Long messages) {

        AccountCalls.QuotaDraft draft() {
            return new AccountCalls.QuotaDraft(
                    storageBytes == null ? 0 : storageBytes, messages == null ? 0 : messages);
        }

        static StorageAmount of(dev.posthaste.account.Account.Quota quota) {
            return new StorageAmount(quota.octets(), quota.messages());
        }

        static StorageAmount of(dev.posthaste.account.Account.Usage usage) {
            return new StorageAmount(usage.octets(), usage.messages());
        }
    }

    @Schema(description = "One user's mail store.")
    record Account(
            @Schema(examples = "acc_06bqmz8f9r7dn6fjs0z2c4v9ew")
            String id,

            @Schema(description = "Its own address.", examples = "alice@example.org")
            String address,

            @Schema(description = "The name that people see; may be empty.", examples = "Alice")
            String displayName,

            @Schema(description = "What it may hold.") StorageAmount quota,
            @Schema(description = "What it holds.") StorageAmount usage,
            @Schema(description = "When it was made.") Instant createdAt,

            @Schema(description = "Tells one state from another; ETag alike.")
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
                    EntityTag.of(account).text());
        }
    }

    @Schema(
            description = "A new account.",
            requiredProperties = {"address", "password"})
    record CreateAccountRequest(
            @Schema(
                    description = "Its address; the domain must be one of the tenant's.",
                    examples = "alice@example.org")
            @Nullable
            String address,

            @Schema(description = "Its password, 8 to 1000 characters.", examples = "correct horse battery staple")
            @Nullable
            String password,

            @Schema(description = "The name that people see.", examples = "Alice") @Nullable
            String displayName,

            @Schema(
                    description = "What it may hold; 10 GiB and a million messages if missing."
                            + " A missing or zero number is the default's.")
            @Nullable
            StorageAmount quota) {

        AccountCalls.Draft draft() {
            return new AccountCalls.Draft(
                    Body.text(address),
                    new Secret(Body.text(password)),
                    Body.text(displayName),
                    Stream.ofNullable(quota).map(StorageAmount::draft).toList());
        }

        @Override
        public String toString() {
            return "CreateAccountRequest[" + address + "]";
        }
    }

    @Schema(description = "New values for some properties; what is not named stays.")
    record UpdateAccountRequest(
            @Schema(description = "The name that people see.", examples = "Alice L.") @Nullable
            String displayName,

            @Schema(description = "A new password.") @Nullable
            String password,

            @Schema(description = "A new quota; a missing or zero number is the default's.") @Nullable
            StorageAmount quota) {

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

    @Schema(description = "A page of accounts.")
    record ListAccountsResponse(
            @Schema(description = "Oldest first.") List<Account> accounts,
            @Schema(description = "Empty on the last page.") String nextPageToken)
            implements Paged {

        static ListAccountsResponse of(PageToken.Slice<dev.posthaste.account.Account> page) {
            return new ListAccountsResponse(
                    page.items().stream().map(Account::of).toList(), page.next());
        }
    }

    @Schema(description = "How full an account is.")
    record QuotaUsage(
            @Schema(description = "What it may hold.") StorageAmount quota,
            @Schema(description = "What it holds.") StorageAmount usage,

            @Schema(description = "Tells one state from another; ETag alike.")
            String etag)
            implements Tagged {

        static QuotaUsage of(dev.posthaste.account.Account account) {
            return new QuotaUsage(
                    StorageAmount.of(account.quota()),
                    StorageAmount.of(account.usage()),
                    EntityTag.of(account).text());
        }
    }

    @Schema(description = "Another address of an account.")
    record Alias(
            @Schema(examples = "als_06bqmz8f9r7dn6fjs0z2c4v9ew")
            String id,

            @Schema(
                    description =
                            "The address, or `*@example.org` for every address of the domain that is nothing else.",
                    examples = "sales@example.org")
            String address,

            @Schema(description = "When it was made.") Instant createdAt,

            @Schema(description = "Tells one state from another; ETag alike.")
            String etag)
            implements Tagged {

        static Alias of(dev.posthaste.account.Alias alias) {
            return new Alias(
                    alias.id().toString(),
                    alias.pattern().toString(),
                    alias.createdAt(),
                    EntityTag.of(alias).text());
        }
    }

    @Schema(description = "A new alias.", requiredProperties = "address")
    record CreateAliasRequest(
            @Schema(description = "The alias, or `*@example.org`.", examples = "sales@example.org") @Nullable
            String address) {}

    @Schema(description = "All aliases of an account.")
    record ListAliasesResponse(
            @Schema(description = "In the order in which they were made.")
            List<Alias> aliases) {

        static ListAliasesResponse of(List<dev.posthaste.account.Alias> aliases) {
            return new ListAliasesResponse(aliases.stream().map(Alias::of).toList());
        }
    }
}
