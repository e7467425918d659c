package dev.posthaste.login;

/** The result of an authentication. */
public sealed interface LoginResult {

    /** The password matched, or the API key has the scope and the tenant. */
    record Granted(Principal.AccountHolder holder) implements LoginResult {}

    /** Unknown user or wrong secret; clients are not told which (535 5.7.8 in SMTP). */
    record Refused() implements LoginResult {}

    /** The store did not answer: 454 4.7.0 in SMTP, [UNAVAILABLE] in IMAP, [SYS/TEMP] in POP3. */
    record Unavailable() implements LoginResult {}
}
