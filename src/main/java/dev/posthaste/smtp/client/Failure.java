package dev.posthaste.smtp.client;

import dev.posthaste.smtp.wire.EnhancedCode;
import dev.posthaste.smtp.wire.Reply;
import dev.posthaste.smtp.wire.Severity;

/**
 * Why a host did not accept a message.
 *
 * @param status transient or permanent; {@code 4.0.0} or {@code 5.0.0} if the host gave no enhanced code
 */
public record Failure(FailureScope scope, EnhancedCode status, Origin origin) {

    /** The evidence for the failure. */
    public sealed interface Origin {

        /** The host replied with it. */
        record Replied(Reply reply) implements Origin {}

        /** The client observed it: no connection, a timeout, an invalid reply. */
        record Observed(String text) implements Origin {}
    }

    static Failure observed(FailureScope scope, String status, String text) {
        return new Failure(scope, EnhancedCode.of(status), new Origin.Observed(text));
    }

    /** A failure from a reply of class 4 or 5, with the class of the reply. */
    static Failure replied(FailureScope scope, Reply reply) {
        return new Failure(scope, status(reply.severity(), reply), new Origin.Replied(reply));
    }

    /** A transient failure from a reply of any class. */
    static Failure transientReply(FailureScope scope, Reply reply) {
        return new Failure(scope, status(Severity.TRANSIENT, reply), new Origin.Replied(reply));
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
