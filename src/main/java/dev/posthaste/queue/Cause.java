package dev.posthaste.queue;

/** Why a recipient does not have the message yet, or never will: how far it reaches, what it is, how we know. */
public record Cause(Scope scope, StatusCode status, Evidence evidence) {

    /** A cause that we found ourselves. */
    public static Cause observed(Scope scope, String status, String text) {
        return new Cause(scope, new StatusCode(status), new Evidence.Observed(text));
    }
}
