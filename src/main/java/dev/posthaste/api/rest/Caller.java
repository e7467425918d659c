package dev.posthaste.api.rest;

import dev.posthaste.intake.Trace;
import dev.posthaste.login.Principal;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Who makes the request that is being answered. */
@RequestScoped
class Caller {

    private @Nullable Principal principal;
    private Trace trace = new Trace("HTTP", "");

    /** Called once, when the key has been checked. */
    void is(Principal known, Trace how) {
        this.principal = known;
        this.trace = how;
    }

    Principal principal() {
        if (principal == null) {
            throw new IllegalStateException("a call came before its key was checked");
        }
        return principal;
    }

    Trace trace() {
        return trace;
    }
}
