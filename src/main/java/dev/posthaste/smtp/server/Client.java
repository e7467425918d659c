package dev.posthaste.smtp.server;

import dev.posthaste.account.AccountRef;
import dev.posthaste.smtp.wire.ClientName;

/** A client that has said hello. */
record Client(Link link, ClientName name, Hello hello, Identity identity) {

    /** Which greeting it chose. */
    enum Hello {
        /** SMTP without extensions. */
        HELO,
        /** SMTP with extensions. */
        EHLO,
        /** LMTP. */
        LHLO
    }

    /** Who the client has proved to be. */
    sealed interface Identity {
        /** Anybody. */
        record Stranger() implements Identity {}

        /** A user of ours. */
        record User(AccountRef account) implements Identity {}
    }

    Client with(Tally tally) {
        return new Client(link.with(tally), name, hello, identity);
    }

    Client as(AccountRef account) {
        return new Client(link, name, hello, new Identity.User(account));
    }
}
