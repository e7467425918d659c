package dev.posthaste.api;

import dev.posthaste.intake.Deferral;
import dev.posthaste.intake.NotAccepted;
import dev.posthaste.intake.Refusal;

/** What intake does not accept, as errors of the catalogue. */
public final class IntakeErrors {

    private IntakeErrors() {}

    /** The error for what intake did not accept; a deferral is UNAVAILABLE. */
    public static ApiException of(NotAccepted answer) {
        return switch (answer) {
            case NotAccepted.Refused(Refusal refusal) -> ApiException.of(code(refusal.reason()), refusal.detail());
            case NotAccepted.Deferred(Deferral deferral) -> deferred(deferral);
        };
    }

    private static ApiException deferred(Deferral deferral) {
        ApiException refusal = ApiException.of(ErrorCode.UNAVAILABLE, deferral.detail());
        return switch (deferral.certainty()) {
            case NOTHING_WRITTEN -> refusal;
            case UNKNOWN -> refusal.perhapsDone();
        };
    }

    private static ErrorCode code(Refusal.Reason reason) {
        return switch (reason) {
            case TOO_LARGE -> ErrorCode.MESSAGE_TOO_LARGE;
            case HEADER_TOO_LARGE, LOOP, NO_AUTHOR, POLICY -> ErrorCode.INVALID_MESSAGE;
            case NOT_YOUR_ADDRESS -> ErrorCode.SENDER_NOT_OWNED;
            case OVER_QUOTA -> ErrorCode.OVER_QUOTA;
            case NO_SUCH_FOLDER -> ErrorCode.NOT_FOUND;
            case IDEMPOTENCY_KEY_REUSED -> ErrorCode.IDEMPOTENCY_KEY_REUSED;
        };
    }
}
