package dev.posthaste.api.rest;

import dev.posthaste.intake.Trace;
import dev.posthaste.login.Principal;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who makes the request that is being answered. */
@RequestScoped
class Caller {

    private @Nullable Principal principal;
    private Trace trace = new Trace("HTTP", "");
    private Conditions conditions = new Conditions(Optional.empty());

    /**
     * Under which conditions the request is to be carried out.
     *
     * @param idempotencyKey only if it was not before
     */
    record Conditions(Optional<String> idempotencyKey) {}

    /** Called once, when the key has been checked. */
    void is(Principal known, Trace how, Conditions when) {
        this.principal = known;
        this.trace = how;
        this.conditions = when;
    }

    Principal principal() {
        if (principal == null) {
            throw new IllegalStateException("a call came before its key was checked");
        }
        return principal;
    }

    Optional<String> idempotencyKey() {
        return conditions.idempotencyKey();
    }

    Trace trace() {
        return trace;
    }
}
