package dev.posthaste.smtp.server;

import dev.posthaste.intake.Verdict;

/** What became of message data. */
sealed interface Content {

    /** The door has decided. */
    record Judged(Verdict verdict) implements Content {}

    /** There was a CR or an LF alone in it, and the door has not kept it. */
    record BareLineBreaks() implements Content {}

    /** It went on long after it was too large; its end was not waited for. */
    record Endless() implements Content {}
}
