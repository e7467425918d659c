package dev.posthaste.imap.server;

import dev.posthaste.login.Principal.AccountHolder;

/** Where a session is (RFC 9051 section 3). */
sealed interface State {

    /** Nobody is known yet. */
    record NotAuthenticated(int failures) implements State {}

    /** Somebody is logged in. */
    record Authenticated(AccountHolder holder) implements State {}

    /** A mailbox is open. */
    record Selected(AccountHolder holder, SessionView view, FolderNews news) implements State {}

    /** The session is over. */
    record LoggedOut() implements State {}
}
