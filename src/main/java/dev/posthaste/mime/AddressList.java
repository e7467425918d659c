package dev.posthaste.mime;

import java.util.ArrayList;
import java.util.List;

/** The value of an address field such as {@code From} or {@code To}: mailboxes and groups in order. */
public record AddressList(List<Address> entries) {

    /** No addresses; also the value of a missing field. */
    public static final AddressList EMPTY = new AddressList(List.of());

    /** Copies the list. */
    public AddressList {
        entries = List.copyOf(entries);
    }

    /** Parses a field value leniently and never fails; see {@link AddressParser}. */
    public static AddressList parse(String value) {
        return value.isEmpty() ? EMPTY : new AddressParser(value).parse();
    }

    /** All mailboxes, including the members of groups. */
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

    /** Whether there are no entries. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The value of a field, unfolded, which {@link #parse} parses into an equal list. */
    @Override
    public String toString() {
        return AddressWriter.write(entries);
    }
}
