package dev.posthaste.login;

import dev.posthaste.id.Secret;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Authenticates clients. An unknown user takes about as long as a wrong password. */
public interface Login {

    /**
     * Checks the password of an account, or an API key with the scope {@code needed} of that account's tenant.
     *
     * @param user the account's full address as the client wrote it; aliases do not log in
     */
    Uni<LoginResult> check(String user, Secret password, Scope needed);

    /** The owner of a bearer key ({@code Authorization: Bearer …}); empty if the key is unknown or revoked. Fails if the store does. */
    Uni<Optional<Principal>> bearer(Secret key);
}
