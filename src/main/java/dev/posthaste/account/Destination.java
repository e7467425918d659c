package dev.posthaste.account;

/** Where an address leads. */
public sealed interface Destination {

    /** To an account of this server that has room. */
    record Local(AccountRef account) implements Destination {}

    /** To an account of this server whose quota is used up (452 4.2.2). */
    record Full(AccountRef account) implements Destination {}

    /** The domain is hosted here, but it has no such address (550 5.1.1). */
    record Unknown() implements Destination {}

    /** The domain is not hosted here. */
    record Elsewhere() implements Destination {}
}
