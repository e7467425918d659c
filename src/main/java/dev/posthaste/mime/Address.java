package dev.posthaste.mime;

import java.util.List;

/** An entry of an address field: a mailbox, or a named group of them (RFC 5322 section 3.4). */
public sealed interface Address permits Mailbox, Address.Group {

    /**
     * {@code friends: alice@example.org, bob@example.org;} An IMAP ENVELOPE shows it as a start {@code (NIL NIL name
     * NIL)}, its members and an end {@code (NIL NIL NIL NIL)} (RFC 9051 section 7.5.2).
     *
     * @param name the display name, encoded words still encoded
     */
    record Group(String name, List<Mailbox> members) implements Address {

        /** Members may be none: {@code undisclosed-recipients:;}. */
        public Group {
            members = List.copyOf(members);
        }
    }
}
