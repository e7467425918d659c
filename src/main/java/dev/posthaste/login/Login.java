package dev.posthaste.login;

import dev.posthaste.id.Secret;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Checks who is speaking. Every answer takes about as long for an unknown user as for a wrong password. */
public interface Login {

    /**
     * Checks the password of an account, or an API key with the scope {@code needed} of that account's tenant.
     *
     * @param user the account's full address as the client wrote it; aliases do not log in
     */
    Uni<LoginResult> check(String user, Secret password, Scope needed);

    /** The owner of a bearer key ({@code Authorization: Bearer …}); empty if there is none such. */
    Uni<Optional<Principal>> bearer(Secret key);
}
