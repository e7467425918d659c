package dev.posthaste.login;

import java.util.Arrays;
import java.util.Optional;

/** What a key may do: {@code resource:action}, as it is written in the API. */
public enum Scope {
    /** Submit emails by API or SMTP. */
    EMAILS_SEND("emails:send"),
    /** See emails, their recipients and attempts. */
    EMAILS_READ("emails:read"),
    /** Read folders and messages of accounts, by API, IMAP or POP3. */
    MESSAGES_READ("messages:read"),
    /** Change, move, append and delete messages and folders. */
    MESSAGES_WRITE("messages:write"),
    /** See accounts and their aliases. */
    ACCOUNTS_READ("accounts:read"),
    /** Make, change and delete accounts and aliases. */
    ACCOUNTS_WRITE("accounts:write"),
    /** See domains and their DNS records. */
    DOMAINS_READ("domains:read"),
    /** Make and delete domains. */
    DOMAINS_WRITE("domains:write"),
    /** See certificates. */
    CERTIFICATES_READ("certificates:read"),
    /** Upload and delete certificates. */
    CERTIFICATES_WRITE("certificates:write"),
    /** See API keys; their secrets are shown to nobody. */
    API_KEYS_READ("api_keys:read"),
    /** Make and revoke API keys, with no more scopes than one's own. */
    API_KEYS_WRITE("api_keys:write");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** The scope that is written so. */
    public static Optional<Scope> parse(String text) {
        return Arrays.stream(values()).filter(s -> s.text.equals(text)).findFirst();
    }

    @Override
    public String toString() {
        return text;
    }
}
