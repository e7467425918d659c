package dev.posthaste.account;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.AliasId;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Accounts and aliases of tenants. An address is unique in the whole server, ignoring case. */
public interface AccountStore {

    /** Creates an account with its INBOX and its special-use folders, in one transaction. */
    Uni<Creation> create(TenantId tenant, NewAccount account);

    /** A page of the tenant's accounts, ordered by id. */
    Uni<Page<Account>> list(TenantId tenant, Page.Request page);

    /** The account with this id; empty if the tenant has none. */
    Uni<Optional<Account>> get(TenantId tenant, AccountId id);

    /** The account with this address, aliases not considered; empty if the tenant has none. */
    Uni<Optional<Account>> get(TenantId tenant, EmailAddress address);

    /** Changes what {@code change} names; empty if the tenant has no such account. */
    Uni<Optional<Account>> update(TenantId tenant, AccountId id, Change change);

    /**
     * Replaces the hash of an account's password by a stronger one of the same password.
     *
     * @return false if the hash is no longer {@code known}, or the tenant has no such account: nothing was changed
     */
    Uni<Boolean> replacePasswordHash(TenantId tenant, AccountId id, Secret known, Secret fresh);

    /** Deletes an account with its aliases and all its mail; false if the tenant has no such account. */
    Uni<Boolean> delete(TenantId tenant, AccountId id);

    /** Adds an alias to an account. */
    Uni<AliasCreation> createAlias(TenantId tenant, AccountId account, Alias.Pattern pattern);

    /** The aliases of an account of the tenant, in the order in which they were made. */
    Uni<List<Alias>> aliases(TenantId tenant, AccountId account);

    /** Deletes an alias; false if that account of the tenant has no such alias. */
    Uni<Boolean> deleteAlias(TenantId tenant, AccountId account, AliasId alias);

    /** The properties of a new account. {@code passwordHash} is a PHC string, made by {@code login}. */
    record NewAccount(EmailAddress address, Secret passwordHash, String displayName, Account.Quota quota) {}

    /** New values for some properties; the others stay unchanged. */
    record Change(List<Property> properties) {
        /** Keeps its own copy. */
        public Change {
            properties = List.copyOf(properties);
        }
    }

    /** A property with its new value. */
    sealed interface Property {
        /** The display name. */
        record DisplayName(String text) implements Property {}

        /** The password's hash as a PHC string. */
        record PasswordHash(Secret hash) implements Property {}

        /** A quota; it may be below the current usage, and then new mail is refused. */
        record NewQuota(Account.Quota quota) implements Property {}
    }

    /** The result of {@link #create}. */
    sealed interface Creation {
        /** Created. */
        record Created(Account account) implements Creation {}

        /** An account or an alias has the address already. */
        record AddressTaken() implements Creation {}

        /** The tenant does not host the address's domain. */
        record DomainNotHosted() implements Creation {}
    }

    /** The result of {@link #createAlias}. */
    sealed interface AliasCreation {
        /** Created. */
        record Created(Alias alias) implements AliasCreation {}

        /** An account or an alias has the address already. */
        record AddressTaken() implements AliasCreation {}

        /** The tenant does not host the domain. */
        record DomainNotHosted() implements AliasCreation {}

        /** The tenant has no such account. */
        record AccountNotFound() implements AliasCreation {}
    }
}
