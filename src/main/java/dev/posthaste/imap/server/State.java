package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Dialect;
import dev.posthaste.listener.Channel;
import dev.posthaste.login.Principal.AccountHolder;

/**
 * Where a session is: one of the four states of RFC 9051 section 3, or within a command that waits for something. A state
 * is a value, with one exception: a {@link SessionView} changes in place, because copying a million messages for each
 * change is too expensive. It belongs to the newest state; the states before it must not be used any more.
 */
sealed interface State {

    /** What is known of the client in every state. */
    Client client();

    /** Whether the client has authenticated. */
    boolean isLoggedIn();

    /** How names and responses are written. */
    default Dialect dialect() {
        return client().enabled().dialect();
    }

    /**
     * What is known of a client, whatever the state.
     *
     * @param malformed commands in a row that could not be read
     */
    record Client(Channel channel, Enabled enabled, int malformed) {

        static Client on(Channel channel) {
            return new Client(channel, Enabled.NOTHING, 0);
        }

        Client with(Enabled more) {
            return new Client(channel, more, malformed);
        }

        Client afterMalformed() {
            return new Client(channel, enabled, malformed + 1);
        }

        Client afterCommand() {
            return malformed == 0 ? this : new Client(channel, enabled, 0);
        }
    }

    /** A state that takes a command next. */
    sealed interface Ready extends State {
        /** The same state with something else known of the client. */
        Ready with(Client client);
    }

    /**
     * Not authenticated.
     *
     * @param failures wrong passwords on this connection
     */
    record NotAuthenticated(Client client, int failures) implements Ready {

        static NotAuthenticated begin(Channel channel) {
            return begin(channel, 0);
        }

        /** What was said before TLS counts no more, except the failures. */
        static NotAuthenticated begin(Channel channel, int failures) {
            return new NotAuthenticated(Client.on(channel), failures);
        }

        @Override
        public NotAuthenticated with(Client other) {
            return new NotAuthenticated(other, failures);
        }

        NotAuthenticated afterFailure() {
            return new NotAuthenticated(client, failures + 1);
        }

        @Override
        public boolean isLoggedIn() {
            return false;
        }
    }

    /** Authenticated, with or without a selected mailbox. */
    sealed interface LoggedIn extends Ready {
        /** The authenticated account. */
        AccountHolder holder();

        @Override
        LoggedIn with(Client client);

        /** The same session without a selected mailbox. */
        default Authenticated unselected() {
            return new Authenticated(client(), holder());
        }

        @Override
        default boolean isLoggedIn() {
            return true;
        }
    }

    /** Authenticated, and no mailbox is selected. */
    record Authenticated(Client client, AccountHolder holder) implements LoggedIn {
        @Override
        public Authenticated with(Client other) {
            return new Authenticated(other, holder);
        }
    }

    /** A mailbox is selected. The view is this state's own, and handed over to the next. */
    record Selected(Client client, AccountHolder holder, SessionView view) implements LoggedIn {
        @Override
        public Selected with(Client other) {
            return new Selected(other, holder, view);
        }
    }

    /** A command is under way: within it {@link #from} stands still. */
    sealed interface Within extends State {
        /** The state in which the command was given. */
        Ready from();

        /** Of the command. */
        String tag();

        @Override
        default Client client() {
            return from().client();
        }

        @Override
        default boolean isLoggedIn() {
            return from().isLoggedIn();
        }
    }

    /** An effect's answer is awaited; nothing else is taken before it, except its failure. */
    record Working(Ready from, String tag, OnFailure onFailure) implements Within {}

    /** What is done when a dependency fails. */
    enum OnFailure {
        /** The command is answered NO, and the session goes on. */
        ANSWER,
        /** The same, and {@code $} means nothing (RFC 5182 section 2.1). */
        ANSWER_AND_FORGET_SAVED,
        /** The session ends with BYE: no command waits for an answer. */
        END
    }

    /** AUTHENTICATE: the next line is the client's response. */
    record Exchange(NotAuthenticated from, String tag) implements Within {}

    /** STARTTLS is answered, and TLS begins. */
    record Securing(NotAuthenticated from, String tag) implements Within {}

    /** IDLE: the next line is DONE. */
    record Idling(LoggedIn from, String tag) implements Within {}

    /** APPEND: the octets of the message come, and behind them the end of the command. */
    record Appending(LoggedIn from, String tag) implements Within {}

    /** Nothing is read any more. */
    record LoggedOut(Client client) implements State {
        @Override
        public boolean isLoggedIn() {
            return false;
        }
    }
}
