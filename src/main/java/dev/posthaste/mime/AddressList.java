package dev.posthaste.mime;

import java.util.ArrayList;
import java.util.List;

/** The value of {@code From}, {@code To} and their kind: mailboxes and groups in their order. */
public record AddressList(List<Address> entries) {

    /** No address, which is also what a missing field reads as. */
    public static final AddressList EMPTY = new AddressList(List.of());

    /** Entries in their order. */
    public AddressList {
        entries = List.copyOf(entries);
    }

    /** Reads a field's value, as well as that can be done; see {@link AddressParser}. */
    public static AddressList parse(String value) {
        return value.isEmpty() ? EMPTY : new AddressParser(value).parse();
    }

    /** All mailboxes, those in groups too. */
    public List<Mailbox> mailboxes() {
        List<Mailbox> all = new ArrayList<>(entries.size());
        for (Address entry : entries) {
            switch (entry) {
                case Mailbox mailbox -> all.add(mailbox);
                case Address.Group group -> all.addAll(group.members());
            }
        }
        return List.copyOf(all);
    }

    /** Whether there is no entry at all. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** As the value of a field, unfolded, in the form that {@link #parse} reads back to an equal list. */
    @Override
    public String toString() {
        return AddressWriter.write(entries);
    }
}
