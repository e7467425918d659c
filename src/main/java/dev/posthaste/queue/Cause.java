package dev.posthaste.queue;

/** Why a delivery failed: its scope, its status code, and the evidence. */
public record Cause(Scope scope, StatusCode status, Evidence evidence) {

    /** A cause that this server observed, without a reply of a host. */
    public static Cause observed(Scope scope, String status, String text) {
        return new Cause(scope, new StatusCode(status), new Evidence.Observed(text));
    }
}
