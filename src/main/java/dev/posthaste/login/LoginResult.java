package dev.posthaste.login;

/** What came of an attempt to log in. */
public sealed interface LoginResult {

    /** The secret was right. */
    record Granted(Principal.AccountHolder holder) implements LoginResult {}

    /** Unknown user or wrong secret: nobody is told which. */
    record Refused() implements LoginResult {}

    /** The store did not answer: 454 4.7.0 in SMTP, [UNAVAILABLE] in IMAP, [SYS/TEMP] in POP3. */
    record Unavailable() implements LoginResult {}
}
