package dev.posthaste.login;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.ApiKeyId;
import dev.posthaste.id.TenantId;
import java.util.EnumSet;
import java.util.Set;

/** An authenticated caller: what it may do, and for which tenant. */
public sealed interface Principal {

    /** Authenticated by the password of an account; has access to that account and to nothing else. */
    record AccountHolder(TenantId tenant, AccountId account, EmailAddress address) implements Principal {
        @Override
        public Set<Scope> scopes() {
            return EnumSet.of(Scope.EMAILS_SEND, Scope.EMAILS_READ, Scope.MESSAGES_READ, Scope.MESSAGES_WRITE);
        }
    }

    /** Authenticated by an API key of the tenant, which limits the scopes. */
    record KeyHolder(TenantId tenant, ApiKeyId key, Set<Scope> scopes) implements Principal {
        /** Keeps its own copy of the scopes. */
        public KeyHolder {
            scopes = Set.copyOf(scopes);
        }
    }

    /** Authenticated by the platform key, acting for {@code tenant} with every scope. */
    record Platform(TenantId tenant) implements Principal {
        @Override
        public Set<Scope> scopes() {
            return EnumSet.allOf(Scope.class);
        }
    }

    /** The tenant whose data is accessible. */
    TenantId tenant();

    /** The permitted operations on that data. */
    Set<Scope> scopes();
}
