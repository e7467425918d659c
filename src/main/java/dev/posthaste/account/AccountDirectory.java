package dev.posthaste.account;

import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Lookups that every message needs. Nothing is cached: an answer is true when it is given. */
public interface AccountDirectory {

    /**
     * Where mail for {@code address} goes. The exact address comes first, as account or alias; then the one without its
     * {@code +detail}; then the domain's catch-all.
     */
    Uni<Destination> resolve(EmailAddress address);

    /** Whether {@code account} owns {@code sender}: its own address or an alias of it, with any detail. */
    Uni<Ownership> ownership(AccountId account, EmailAddress sender);

    /** The account with exactly this address (not an alias); empty if there is none. */
    Uni<Optional<AccountRef>> byAddress(EmailAddress address);

    /** The account with this id, if it is {@code tenant}'s. */
    Uni<Optional<AccountRef>> byId(TenantId tenant, AccountId account);

    /** The tenant that hosts {@code domain}, with the keys that sign its mail; empty if it is not hosted here. */
    Uni<Optional<HostedDomain>> hosted(DomainName domain);

    /** Whether an address may be sent as. */
    enum Ownership {
        /** It belongs to the account. */
        OWNED,
        /** It belongs to someone else or to nobody. */
        NOT_OWNED
    }

    /** A hosted domain with the keys that sign its mail. */
    record HostedDomain(TenantId tenant, DomainName name, List<SigningKey> keys) {
        /** Keeps its own copy of the keys. */
        public HostedDomain {
            keys = List.copyOf(keys);
        }
    }
}
