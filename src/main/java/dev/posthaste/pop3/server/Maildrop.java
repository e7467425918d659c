package dev.posthaste.pop3.server;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import java.util.List;

/** The messages of an INBOX as a session sees them from its beginning to its end, numbered from 1 (RFC 1939 section 5). */
record Maildrop(AccountId account, FolderId folder, List<Entry> entries) {

    Maildrop {
        entries = List.copyOf(entries);
    }

    /**
     * One message.
     *
     * @param size in octets, as it lies in the store
     */
    record Entry(long uid, StoredMessageId id, long size) {
        /** Stays with the message wherever it is moved (RFC 1939 section 7: 1 to 70 characters, unique, persistent). */
        String uniqueId() {
            return id.toString();
        }
    }

    int size() {
        return entries.size();
    }

    Entry entry(int number) {
        return entries.get(number - 1);
    }
}
