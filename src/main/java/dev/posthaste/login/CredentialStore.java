package dev.posthaste.login;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.Secret;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Where the hashes of passwords are. */
public interface CredentialStore {

    /** The account with this very address, and its password's hash. */
    Uni<Optional<Credential>> find(EmailAddress address);

    /** Who would be let in, and what he has to match. */
    record Credential(Principal.AccountHolder holder, Secret passwordHash) {}
}
