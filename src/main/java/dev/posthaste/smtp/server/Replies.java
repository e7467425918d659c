package dev.posthaste.smtp.server;

import dev.posthaste.id.EmailId;
import dev.posthaste.intake.Deferral;
import dev.posthaste.intake.DeliverResult;
import dev.posthaste.intake.NotAccepted;
import dev.posthaste.intake.Refusal;
import dev.posthaste.intake.SubmitResult;
import dev.posthaste.smtp.wire.Reply;

/** All that the server says, but for what the parser says of a line (RFC 5321 section 4.2, RFC 3463 section 3). */
final class Replies {

    static final Reply OK = Reply.of(250, "2.0.0", "OK");
    static final Reply BYE = Reply.of(221, "2.0.0", "Bye");
    static final Reply HELP = Reply.of(214, "2.0.0", "See RFC 5321");
    static final Reply CANNOT_VERIFY = Reply.of(252, "2.0.0", "Send mail and see");
    static final Reply NO_EXPN = Reply.of(502, "5.7.0", "Lists are not expanded here");

    static final Reply TLS_READY = Reply.of(220, "2.0.0", "Ready to start TLS");
    static final Reply TLS_ALREADY = Reply.of(503, "5.5.1", "TLS is active already");
    static final Reply NO_TLS = Reply.of(502, "5.5.1", "There is no certificate to start TLS with");
    static final Reply BEHIND_STARTTLS = Reply.of(554, "5.5.1", "Nothing may follow STARTTLS before its reply");

    static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Sender OK");
    static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "Recipient OK");
    static final Reply GO_AHEAD = Reply.plain(354, "Go ahead; end with a dot on a line of its own");

    static final Reply HELLO_FIRST = Reply.of(503, "5.5.1", "Say EHLO first");
    static final Reply LHLO_FIRST = Reply.of(503, "5.5.1", "Say LHLO first");
    static final Reply MAIL_FIRST = Reply.of(503, "5.5.1", "Say MAIL first");
    static final Reply NESTED_MAIL = Reply.of(503, "5.5.1", "There is a sender already");
    static final Reply NO_RECIPIENTS = Reply.of(554, "5.5.1", "No valid recipients");
    static final Reply NO_RECIPIENTS_BY_LMTP = Reply.of(503, "5.5.1", "No valid recipients");
    static final Reply TOO_MANY_RECIPIENTS =
            Reply.of(452, "4.5.3", "Too many recipients; send the rest in another message");
    static final Reply NEEDS_UTF8 = Reply.of(553, "5.6.7", "Only with SMTPUTF8 may an address have such characters");
    static final Reply TOO_LARGE = Reply.of(552, "5.3.4", "The message is too large");
    static final Reply BARE_LINE_BREAKS =
            Reply.of(550, "5.6.11", "The message has a CR or an LF alone; lines end in CR LF");

    static final Reply NOT_YOURS = Reply.of(550, "5.7.1", "You may not send as this address");
    static final Reply NO_RELAY = Reply.of(550, "5.7.1", "Mail for this domain is not taken here");
    static final Reply UNKNOWN_RECIPIENT = Reply.of(550, "5.1.1", "No such address here");
    static final Reply STORE_UNAVAILABLE = Reply.of(451, "4.3.0", "Try again later");

    static final Reply LOGIN_FIRST = Reply.of(530, "5.7.0", "Authentication required");
    static final Reply LOGIN_OK = Reply.of(235, "2.7.0", "Authentication successful");
    static final Reply LOGIN_REFUSED = Reply.of(535, "5.7.8", "Authentication failed");
    static final Reply LOGIN_UNAVAILABLE = Reply.of(454, "4.7.0", "Authentication is not to be had now");
    static final Reply LOGIN_CANCELLED = Reply.of(501, "5.7.0", "Authentication cancelled");
    static final Reply LOGIN_MALFORMED = Reply.of(501, "5.5.2", "No message of this mechanism in base 64");
    static final Reply LOGIN_AGAIN = Reply.of(503, "5.5.1", "You are authenticated already");
    static final Reply LOGIN_WITHIN_MAIL = Reply.of(503, "5.5.1", "Not within a message");
    static final Reply LOGIN_NEEDS_TLS = Reply.of(538, "5.7.11", "Encryption is required to authenticate");
    static final Reply NO_LOGIN_HERE = Reply.of(502, "5.5.1", "There is no authentication on this port");
    static final Reply UNKNOWN_MECHANISM = Reply.of(504, "5.5.4", "Unknown mechanism");

    static final Reply LMTP_ONLY = Reply.of(500, "5.5.1", "This is LMTP: say LHLO");
    static final Reply SMTP_ONLY = Reply.of(500, "5.5.1", "This is SMTP: say EHLO");
    static final Reply NOT_A_RELAY = Reply.of(554, "5.7.1", "Your address is not served by LMTP");

    static final Reply LINE_TOO_LONG = Reply.of(500, "5.5.2", "Line too long");
    static final Reply BARE_IN_COMMAND = Reply.of(500, "5.5.2", "Lines end in CR LF");
    static final Reply TOO_EARLY = Reply.of(554, "5.5.1", "Wait for the greeting");
    static final Reply TOO_MANY_ERRORS = Reply.of(421, "4.7.0", "Too many errors");
    static final Reply TOO_IDLE = Reply.of(421, "4.7.0", "Too many commands without a message");
    static final Reply TOO_MANY_OF_YOU = Reply.of(421, "4.7.0", "Too many connections from your address");
    static final Reply TOO_MANY_OF_ALL = Reply.of(421, "4.3.2", "Too many connections");
    static final Reply SILENCE = Reply.of(421, "4.4.2", "Nothing heard for too long");
    static final Reply TOO_SLOW = Reply.of(421, "4.4.2", "The message comes too slowly");
    static final Reply STOPPING = Reply.of(421, "4.3.2", "The server is stopping");
    static final Reply BROKEN = Reply.of(421, "4.3.0", "Something went wrong here; try again later");

    private Replies() {}

    /** What the client is told of a user's message; 250 means that it is durable. */
    static Reply of(SubmitResult result) {
        return switch (result) {
            case SubmitResult.Accepted accepted -> accepted(accepted.email());
            case NotAccepted answer -> of(answer);
        };
    }

    /** What the client is told of a message for all its recipients; 250 means that it is durable. */
    static Reply of(DeliverResult result) {
        return switch (result) {
            case DeliverResult.Accepted accepted -> accepted(accepted.email());
            case NotAccepted answer -> of(answer);
        };
    }

    /** What the client is told of one of several recipients; 250 means that the message is durable for that one. */
    static Reply of(DeliverResult result, int recipient) {
        return switch (result) {
            case DeliverResult.Accepted accepted ->
                switch (accepted.outcomes().get(recipient)) {
                    case DeliverResult.Outcome.Taken() -> accepted(accepted.email());
                    case DeliverResult.Outcome.Deferred(Deferral deferral) -> of(deferral);
                    case DeliverResult.Outcome.Refused(Refusal refusal) -> of(refusal);
                };
            case NotAccepted answer -> of(answer);
        };
    }

    private static Reply of(NotAccepted answer) {
        return switch (answer) {
            case NotAccepted.Refused(Refusal refusal) -> of(refusal);
            case NotAccepted.Deferred(Deferral deferral) -> of(deferral);
        };
    }

    static Reply of(Refusal refusal) {
        return Reply.of(refusal.code(), refusal.enhanced(), refusal.detail());
    }

    /** Why the store is not available is none of the client's business. */
    static Reply of(Deferral deferral) {
        return deferral.code() == STORE_UNAVAILABLE.code()
                        && deferral.enhanced().equals("4.3.0")
                ? STORE_UNAVAILABLE
                : Reply.of(deferral.code(), deferral.enhanced(), deferral.detail());
    }

    private static Reply accepted(EmailId email) {
        return Reply.of(250, "2.0.0", "OK " + email);
    }
}
