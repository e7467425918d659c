package dev.posthaste.mime;

import java.util.List;

/** An entry of an address field: a mailbox or a named group of mailboxes (RFC 5322 section 3.4). */
public sealed interface Address permits Mailbox, Address.Group {

    /**
     * A group such as {@code friends: alice@example.org, bob@example.org;}. An IMAP ENVELOPE shows it as a start
     * {@code (NIL NIL name NIL)}, its members and an end {@code (NIL NIL NIL NIL)} (RFC 9051 section 7.5.2).
     *
     * @param name the display name, with encoded words not decoded
     * @param members may be empty, as in {@code undisclosed-recipients:;}
     */
    record Group(String name, List<Mailbox> members) implements Address {

        /** Copies the list. */
        public Group {
            members = List.copyOf(members);
        }
    }
}
