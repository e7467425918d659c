package dev.posthaste.imap.server;

import dev.posthaste.intake.AppendResult;
import dev.posthaste.intake.Reception;

/** What a conversation takes next from the client. */
sealed interface Expecting {

    /** A command. */
    record Command() implements Expecting {}

    /** A line of a SASL exchange. */
    record SaslResponse(String tag) implements Expecting {}

    /** {@code DONE}, which ends IDLE. */
    record Done(String tag) implements Expecting {}

    /** The octets of a message, and the end of the APPEND. */
    record Message(String tag, Reception<AppendResult> reception) implements Expecting {}

    /** Everything is said; what was sent in clear text behind STARTTLS is not read. */
    record Tls() implements Expecting {}

    /** Nothing: the session is over. */
    record Nothing() implements Expecting {}
}
