package dev.posthaste.login;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.ApiKeyId;
import dev.posthaste.id.TenantId;
import java.util.EnumSet;
import java.util.Set;

/** Who has proved who he is. */
public sealed interface Principal {

    /** Whoever knows the password of an account: he may do everything with that account and nothing beside it. */
    record AccountHolder(TenantId tenant, AccountId account, EmailAddress address) implements Principal {
        @Override
        public Set<Scope> scopes() {
            return EnumSet.of(Scope.EMAILS_SEND, Scope.EMAILS_READ, Scope.MESSAGES_READ, Scope.MESSAGES_WRITE);
        }
    }

    /** A program with a key of its tenant. */
    record KeyHolder(TenantId tenant, ApiKeyId key, Set<Scope> scopes) implements Principal {
        /** Keeps its own copy of the scopes. */
        public KeyHolder {
            scopes = Set.copyOf(scopes);
        }
    }

    /** The operator, with the platform key, acting for {@code tenant}. */
    record Platform(TenantId tenant) implements Principal {
        @Override
        public Set<Scope> scopes() {
            return EnumSet.allOf(Scope.class);
        }
    }

    /** The tenant whose data he may touch. */
    TenantId tenant();

    /** What he may do there. */
    Set<Scope> scopes();
}
