package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.imap.wire.SearchReturn;
import dev.posthaste.listener.Channel;
import java.util.Set;

/**
 * What a session is told. The answer to an {@link Effect.Ask} is no input: it goes to the function that the effect carries.
 */
sealed interface Input {

    /** The connection is there, and the client is to be greeted. */
    record Connected(Channel channel) implements Input {}

    /** A command, of which everything was read but a literal that is streamed. */
    record Command(String tag, Invocation command) implements Input {}

    /** What came is not a command of the grammar. */
    record Malformed(String tag, String why) implements Input {}

    /** A SEARCH in a charset that is not supported. */
    record UnknownCharset(String tag, Set<SearchReturn> returns) implements Input {
        /** Keeps a copy. */
        public UnknownCharset {
            returns = Set.copyOf(returns);
        }
    }

    /** A line where no command is expected: without its line end. */
    record Line(byte[] octets) implements Input {}

    /** The announcement of a literal where no command is expected. */
    record Literal() implements Input {}

    /** A dependency failed while its answer was awaited. */
    record Failed() implements Input {}

    /** Something happened, or may have, in the mailbox that is watched. */
    record Changed() implements Input {}

    /** TLS has begun. */
    record Secured(Channel channel) implements Input {}

    /** The session has to end, for a reason that the client is told. */
    record End(ResponseCode code, String why) implements Input {}

    /** The connection is gone; nobody hears anything any more. */
    record Disconnected() implements Input {}
}
