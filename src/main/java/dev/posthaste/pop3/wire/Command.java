package dev.posthaste.pop3.wire;

import dev.posthaste.id.Secret;

/** What a client asks for. A value that exists is well formed; whether its message exists is the server's question. */
public sealed interface Command {

    /** Commands of the AUTHORIZATION state alone. */
    sealed interface OfAuthorization extends Command {}

    /** Commands of the TRANSACTION state alone. */
    sealed interface OfTransaction extends Command {}

    /** The name of a maildrop, still without proof (RFC 1939 section 7). */
    record User(String name) implements OfAuthorization {}

    /** The proof (RFC 1939 section 7). */
    record Pass(Secret password) implements OfAuthorization {}

    /** The beginning of a SASL exchange (RFC 5034 section 4). */
    record Auth(String mechanism, InitialResponse initial) implements OfAuthorization {}

    /** How many messages and octets there are. */
    record Stat() implements OfTransaction {}

    /** The sizes of messages. */
    record List(Selection selection) implements OfTransaction {}

    /** The unique ids of messages (RFC 1939 section 7). */
    record Uidl(Selection selection) implements OfTransaction {}

    /** A whole message. */
    record Retr(int message) implements OfTransaction {}

    /** The header and the first {@code lines} lines of the body of a message (RFC 1939 section 7). */
    record Top(int message, int lines) implements OfTransaction {}

    /** Marks a message as deleted. */
    record Dele(int message) implements OfTransaction {}

    /** Nothing. */
    record Noop() implements OfTransaction {}

    /** Unmarks all messages. */
    record Rset() implements OfTransaction {}

    /** The end, and in the transaction state the removal of what is marked. */
    record Quit() implements Command {}

    /** What this server can do (RFC 2449 section 5). */
    record Capa() implements Command {}

    /** TLS from here on (RFC 2595 section 4). */
    record Stls() implements OfAuthorization {}

    /** Which messages a listing is about. */
    sealed interface Selection {
        /** All that are not marked as deleted. */
        record All() implements Selection {}

        /** This one. */
        record One(int message) implements Selection {}
    }

    /** What came on the line of AUTH itself. */
    sealed interface InitialResponse {
        /** Nothing: the client waits to be asked. */
        record Absent() implements InitialResponse {}

        /** The first response, still in base 64; {@code =} for an empty one. */
        record Present(Secret base64) implements InitialResponse {}
    }
}
