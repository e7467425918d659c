package dev.posthaste.api;

import dev.posthaste.intake.Verdict;

/** What the door refuses, in the words of the catalogue. */
final class Verdicts {

    private Verdicts() {}

    static ApiException refused(Verdict.Refused refused) {
        return ApiException.of(code(refused.reason()), refused.detail());
    }

    static ApiException later(Verdict.TryLater later) {
        ApiException refusal = ApiException.of(ErrorCode.UNAVAILABLE, later.detail());
        return switch (later.certainty()) {
            case NOTHING_WRITTEN -> refusal;
            case UNKNOWN -> refusal.perhapsDone();
        };
    }

    private static ErrorCode code(Verdict.Reason reason) {
        return switch (reason) {
            case TOO_LARGE -> ErrorCode.MESSAGE_TOO_LARGE;
            case HEADER_TOO_LARGE, LOOP, NO_AUTHOR -> ErrorCode.INVALID_MESSAGE;
            case NOT_YOUR_ADDRESS -> ErrorCode.SENDER_NOT_OWNED;
            case OVER_QUOTA -> ErrorCode.OVER_QUOTA;
            case NO_SUCH_FOLDER -> ErrorCode.NOT_FOUND;
            case IDEMPOTENCY_KEY_REUSED -> ErrorCode.IDEMPOTENCY_KEY_REUSED;
        };
    }
}
