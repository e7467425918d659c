package dev.posthaste.intake;

/** The results that all entrances share: the message is not accepted. */
public sealed interface NotAccepted extends SubmitResult, DeliverResult, AppendResult {

    /** Not now. */
    record Deferred(Deferral deferral) implements NotAccepted {}

    /** Not ever, unless it changes. */
    record Refused(Refusal refusal) implements NotAccepted {}

    /** Not now, since the store or a stage is not available; nothing was written. */
    static Deferred deferred(String detail) {
        return new Deferred(Deferral.of(detail));
    }

    /** Refused for this reason, with the reason's own codes. */
    static Refused refused(Refusal.Reason reason, String detail) {
        return new Refused(Refusal.of(reason, detail));
    }
}
