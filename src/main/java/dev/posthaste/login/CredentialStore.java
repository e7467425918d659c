package dev.posthaste.login;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.Secret;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Reads password hashes. */
public interface CredentialStore {

    /** The account with exactly this address (an alias does not log in) and its password hash; empty if there is none. */
    Uni<Optional<Credential>> find(EmailAddress address);

    /**
     * An account that may log in.
     *
     * @param passwordHash a PHC string
     */
    record Credential(Principal.AccountHolder holder, Secret passwordHash) {}
}
