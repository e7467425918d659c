package dev.posthaste.delivery.remote;

import dev.posthaste.dns.Routing;
import dev.posthaste.queue.Cause;
import dev.posthaste.queue.Contact;
import dev.posthaste.queue.Evidence;
import dev.posthaste.queue.Outcome;
import dev.posthaste.queue.Scope;
import dev.posthaste.queue.StatusCode;
import dev.posthaste.smtp.client.Endpoint;
import dev.posthaste.smtp.client.Failure;
import dev.posthaste.smtp.client.FailureScope;
import dev.posthaste.smtp.client.RecipientResult;
import dev.posthaste.smtp.client.Security;
import dev.posthaste.smtp.wire.EnhancedCode;
import dev.posthaste.smtp.wire.Reply;
import java.util.List;

/** Translates results of the SMTP client and the DNS into the queue's types. */
final class Causes {

    private Causes() {}

    /** The outcome of a recipient at a host. */
    static Outcome outcome(String host, RecipientResult result) {
        return switch (result) {
            case RecipientResult.Accepted(Reply reply) -> new Outcome.Delivered(evidence(host, reply));
            case RecipientResult.NotAccepted(Failure failure) -> Outcome.of(cause(host, failure));
        };
    }

    static Cause cause(String host, Failure failure) {
        return new Cause(
                scope(failure.scope()),
                new StatusCode(failure.status().toString()),
                switch (failure.origin()) {
                    case Failure.Origin.Replied(Reply reply) -> evidence(host, reply);
                    case Failure.Origin.Observed(String text) -> new Evidence.Observed(text);
                });
    }

    /** The cause of a destination without hosts. */
    static Cause cause(Routing.Unroutable<?> unroutable) {
        return Cause.observed(Scope.HOST, unroutable.status(), unroutable.text());
    }

    /** The host that an attempt reached, and the TLS it used. */
    static Contact contact(Endpoint endpoint, Security security) {
        return new Contact.Host(
                endpoint.name() + ":" + endpoint.port(),
                switch (security) {
                    case Security.Plaintext plaintext -> new Contact.Security.Plaintext();
                    case Security.Tls(String version, String cipher) -> new Contact.Security.Tls(version);
                });
    }

    private static Scope scope(FailureScope scope) {
        return switch (scope) {
            case RECIPIENT -> Scope.RECIPIENT;
            case MESSAGE -> Scope.MESSAGE;
            case HOST -> Scope.HOST;
        };
    }

    private static Evidence.Replied evidence(String host, Reply reply) {
        String enhanced =
                switch (reply) {
                    case Reply.Enhanced(int code, EnhancedCode status, List<String> lines) -> status + " ";
                    case Reply.Plain plain -> "";
                };
        return new Evidence.Replied(host, reply.code(), enhanced + reply.text());
    }
}
