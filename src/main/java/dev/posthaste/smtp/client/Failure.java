package dev.posthaste.smtp.client;

import dev.posthaste.smtp.wire.EnhancedCode;
import dev.posthaste.smtp.wire.Reply;
import dev.posthaste.smtp.wire.Severity;

/**
 * Why a host does not have a message.
 *
 * @param status transient or permanent; where the host gave no enhanced code, {@code 4.0.0} or {@code 5.0.0}
 */
public record Failure(Reach reach, EnhancedCode status, Origin origin) {

    /** How we know. */
    public sealed interface Origin {

        /** The host said so. */
        record Replied(Reply reply) implements Origin {}

        /** We saw it: no connection, no answer in time, an answer that is none. */
        record Observed(String text) implements Origin {}
    }

    static Failure observed(Reach reach, String status, String text) {
        return new Failure(reach, EnhancedCode.of(status), new Origin.Observed(text));
    }

    /** A reply of class 4 or 5 as it is meant. */
    static Failure replied(Reach reach, Reply reply) {
        return new Failure(reach, status(reply.severity(), reply), new Origin.Replied(reply));
    }

    /** A reply that is no reason to give a message up, whatever its class. */
    static Failure transientReply(Reach reach, Reply reply) {
        return new Failure(reach, status(Severity.TRANSIENT, reply), new Origin.Replied(reply));
    }

    private static EnhancedCode status(Severity severity, Reply reply) {
        return switch (reply) {
            case Reply.Enhanced enhanced ->
                new EnhancedCode(
                        severity,
                        enhanced.enhanced().subject(),
                        enhanced.enhanced().detail());
            case Reply.Plain plain -> new EnhancedCode(severity, 0, 0);
        };
    }
}
