package dev.posthaste.intake;

import dev.posthaste.id.EmailId;
import java.util.List;

/** What became of a {@link DeliverRequest}. */
public sealed interface DeliverResult permits DeliverResult.Accepted, NotAccepted {

    /**
     * The message is durable for every recipient whose outcome is {@link Outcome.Taken}.
     *
     * @param outcomes one for each recipient of the request, in its order. By SMTP all are taken: the client gets one reply
     *     for all (RFC 5321 section 4.2.5). By LMTP each is answered alone (RFC 2033 section 4.2)
     */
    record Accepted(EmailId email, List<Outcome> outcomes) implements DeliverResult {
        /** Keeps its own copy of the outcomes. */
        public Accepted {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** What became of one recipient. */
    sealed interface Outcome {

        /** The message is this server's responsibility for that recipient. */
        record Taken() implements Outcome {}

        /** Not now. */
        record Deferred(Deferral deferral) implements Outcome {}

        /** Not ever. */
        record Refused(Refusal refusal) implements Outcome {}
    }
}
