package dev.posthaste.account;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.AliasId;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** The accounts of tenants and their aliases. An address is given once in the whole server, case not regarded. */
public interface AccountStore {

    /** Makes an account with its INBOX and its special folders, in one transaction. */
    Uni<Creation> create(TenantId tenant, NewAccount account);

    /** A page of the tenant's accounts. */
    Uni<Page<Account>> list(TenantId tenant, Page.Request page);

    /** One account of the tenant. */
    Uni<Optional<Account>> get(TenantId tenant, AccountId id);

    /** One account of the tenant by its own address. */
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

    /** Gives an account another address. */
    Uni<AliasCreation> createAlias(TenantId tenant, AccountId account, Alias.Pattern pattern);

    /** The aliases of an account of the tenant, in the order in which they were made. */
    Uni<List<Alias>> aliases(TenantId tenant, AccountId account);

    /** Takes an alias away; false if that account of the tenant has no such alias. */
    Uni<Boolean> deleteAlias(TenantId tenant, AccountId account, AliasId alias);

    /** What an account begins with. The password arrives hashed by {@code login}. */
    record NewAccount(EmailAddress address, Secret passwordHash, String displayName, Account.Quota quota) {}

    /** New values for some properties; an empty one is left as it is. */
    record Change(List<Property> properties) {
        /** Keeps its own copy. */
        public Change {
            properties = List.copyOf(properties);
        }
    }

    /** A property with its new value. */
    sealed interface Property {
        /** The name that people see. */
        record DisplayName(String text) implements Property {}

        /** A password's hash. */
        record PasswordHash(Secret hash) implements Property {}

        /** A quota; usage may be above it already, then nothing more comes in. */
        record NewQuota(Account.Quota quota) implements Property {}
    }

    /** What came of {@link #create}. */
    sealed interface Creation {
        /** It is there. */
        record Created(Account account) implements Creation {}

        /** An account or an alias has the address already. */
        record AddressTaken() implements Creation {}

        /** The tenant does not host the address's domain. */
        record DomainNotHosted() implements Creation {}
    }

    /** What came of {@link #createAlias}. */
    sealed interface AliasCreation {
        /** It is there. */
        record Created(Alias alias) implements AliasCreation {}

        /** An account or an alias has the address already. */
        record AddressTaken() implements AliasCreation {}

        /** The tenant does not host the domain. */
        record DomainNotHosted() implements AliasCreation {}

        /** The tenant has no such account. */
        record AccountNotFound() implements AliasCreation {}
    }
}
