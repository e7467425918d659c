package dev.posthaste.account;

/** The result of resolving a recipient address. */
public sealed interface Destination {

    /** An account of this server below its quota. */
    record Local(AccountRef account) implements Destination {}

    /** An account of this server whose quota is exhausted (452 4.2.2). */
    record Full(AccountRef account) implements Destination {}

    /** The domain is hosted here, but it has no such address (550 5.1.1). */
    record Unknown() implements Destination {}

    /** The domain is not hosted here. */
    record Elsewhere() implements Destination {}
}
