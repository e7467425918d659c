package dev.posthaste.api.rest;

import dev.posthaste.api.Admission;
import dev.posthaste.api.Origins;
import dev.posthaste.api.Precondition;
import dev.posthaste.intake.Origin;
import dev.posthaste.login.Principal;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who makes the request that is being answered. */
@RequestScoped
class Caller {

    private Admission.@Nullable Admitted admitted;
    private Origin origin = Origins.at(Origin.Entrance.REST, "", Origin.Request.NONE);
    private Conditions conditions = new Conditions(Optional.empty(), Optional.empty());

    /**
     * Under which conditions the request is to be carried out.
     *
     * @param idempotencyKey only if it was not before
     * @param ifMatch only if the resource is in this state
     */
    record Conditions(Optional<String> idempotencyKey, Optional<String> ifMatch) {}

    /** This very object: whoever waits for something asks for it before, since afterwards another request may be at hand. */
    Caller self() {
        return this;
    }

    /** Called once, when the key has been checked. */
    void is(Admission.Admitted known, Origin how, Conditions when) {
        this.admitted = known;
        this.origin = how;
        this.conditions = when;
    }

    Principal principal() {
        return admitted().principal();
    }

    /** With what is left to him. */
    Admission.Admitted admitted() {
        if (admitted == null) {
            throw new IllegalStateException("a call came before its key was checked");
        }
        return admitted;
    }

    Optional<String> idempotencyKey() {
        return conditions.idempotencyKey();
    }

    /** In which state the resource must be. */
    Precondition ifMatch() {
        return Precondition.of(conditions.ifMatch());
    }

    Origin origin() {
        return origin;
    }
}
