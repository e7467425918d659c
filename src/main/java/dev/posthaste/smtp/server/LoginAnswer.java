package dev.posthaste.smtp.server;

import dev.posthaste.account.AccountRef;

/** What came of a password. */
sealed interface LoginAnswer {

    /** It is the account's. */
    record Granted(AccountRef account) implements LoginAnswer {}

    /** It is nobody's. */
    record Refused() implements LoginAnswer {}

    /** Nobody could tell. */
    record Unavailable() implements LoginAnswer {}
}
