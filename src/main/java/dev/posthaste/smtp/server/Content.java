package dev.posthaste.smtp.server;

import dev.posthaste.intake.DeliverResult;
import dev.posthaste.intake.NotAccepted;
import dev.posthaste.intake.SubmitResult;

/** What became of message data. */
sealed interface Content {

    /** Intake has decided about a user's message. */
    record Submitted(SubmitResult result) implements Content {}

    /** Intake has decided about another server's message. */
    record Delivered(DeliverResult result) implements Content {}

    /** Intake could not be asked, or did not answer. */
    record Unavailable() implements Content {}

    /** There was a CR or an LF alone in it, and intake has not kept it. */
    record BareLineBreaks() implements Content {}

    /** It went on long after it was too large; its end was not waited for. */
    record Endless() implements Content {}

    /** The id for the log; {@code -} if there is none. */
    default String email() {
        return switch (this) {
            case Submitted(SubmitResult.Accepted accepted) -> accepted.email().toString();
            case Delivered(DeliverResult.Accepted accepted) -> accepted.email().toString();
            case Submitted(NotAccepted answer) -> "-";
            case Delivered(NotAccepted answer) -> "-";
            case Unavailable() -> "-";
            case BareLineBreaks() -> "-";
            case Endless() -> "-";
        };
    }
}
