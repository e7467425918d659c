package dev.posthaste.pop3.wire;

import dev.posthaste.id.Secret;

/** A syntactically valid command of a client. Whether the message that it names exists is checked by the server. */
public sealed interface Command {

    /** Commands that are valid only in the AUTHORIZATION state. */
    sealed interface OfAuthorization extends Command {}

    /** Commands that are valid only in the TRANSACTION state. */
    sealed interface OfTransaction extends Command {}

    /** USER: the name of a maildrop (RFC 1939 section 7). */
    record User(String name) implements OfAuthorization {}

    /** PASS: the password (RFC 1939 section 7). */
    record Pass(Secret password) implements OfAuthorization {}

    /** AUTH: starts a SASL exchange (RFC 5034 section 4). */
    record Auth(String mechanism, InitialResponse initial) implements OfAuthorization {}

    /** STAT: the number of messages and their total size in octets. */
    record Stat() implements OfTransaction {}

    /** LIST: the sizes of messages. */
    record List(Selection selection) implements OfTransaction {}

    /** UIDL: the unique ids of messages (RFC 1939 section 7). */
    record Uidl(Selection selection) implements OfTransaction {}

    /** RETR: the whole message. */
    record Retr(int message) implements OfTransaction {}

    /** TOP: the header and the first {@code lines} lines of the body (RFC 1939 section 7). */
    record Top(int message, int lines) implements OfTransaction {}

    /** DELE: marks a message as deleted. */
    record Dele(int message) implements OfTransaction {}

    /** NOOP: does nothing. */
    record Noop() implements OfTransaction {}

    /** RSET: unmarks all messages. */
    record Rset() implements OfTransaction {}

    /** QUIT: ends the session and, in the TRANSACTION state, removes the marked messages. */
    record Quit() implements Command {}

    /** CAPA: lists the capabilities (RFC 2449 section 5). */
    record Capa() implements Command {}

    /** STLS: starts TLS (RFC 2595 section 4). */
    record Stls() implements OfAuthorization {}

    /** The messages of a listing. */
    sealed interface Selection {
        /** All messages that are not marked as deleted. */
        record All() implements Selection {}

        /** One message. */
        record One(int message) implements Selection {}
    }

    /** The initial response of AUTH. */
    sealed interface InitialResponse {
        /** No initial response; the client waits for a continuation. */
        record Absent() implements InitialResponse {}

        /** The initial response in base64; {@code =} is an empty one. */
        record Present(Secret base64) implements InitialResponse {}
    }
}
