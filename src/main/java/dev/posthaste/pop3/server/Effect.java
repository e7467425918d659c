package dev.posthaste.pop3.server;

import dev.posthaste.id.Secret;
import dev.posthaste.login.Principal;
import dev.posthaste.pop3.wire.Response;

/** What the owner of the socket does for a step, before it reads the next line. */
sealed interface Effect {

    /** Answers. */
    record Say(Response response, Pace pace) implements Effect {}

    /** Answers with several lines, made while they are sent. */
    record SayLines(Response.Ok first, Iterable<String> lines) implements Effect {}

    /** Sends a message, or says that it is gone. */
    record Send(Maildrop maildrop, Maildrop.Entry entry, Portion portion) implements Effect {}

    /** Asks whether the password is right, and goes on with {@link Session#checked}. */
    record Check(State.Authorization from, String user, Secret password) implements Effect {}

    /** Locks and opens the maildrop, and goes on with {@link Session#opened}. */
    record Open(State.Authorization from, Principal.AccountHolder holder) implements Effect {}

    /** Answers, begins TLS, and goes on with {@link Session#secured}. */
    record Secure(State.Authorization from, Response response) implements Effect {}

    /** Removes messages, and goes on with {@link Session#removed}. */
    record Remove(Maildrop maildrop, long[] uids) implements Effect {}

    /** Gives the maildrop back, answers, and closes the connection. */
    record Part(Response response, Pace pace) implements Effect {}

    /** When an answer is given. */
    enum Pace {
        /** Now. */
        AT_ONCE,
        /** Later, so that passwords are not guessed quickly. */
        DELAYED
    }

    /** How much of a message is sent. */
    sealed interface Portion {
        /** RETR. */
        record Whole() implements Portion {}

        /** TOP: the header and so many lines of the body. */
        record Top(int bodyLines) implements Portion {}
    }
}
