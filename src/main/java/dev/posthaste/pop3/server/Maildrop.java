package dev.posthaste.pop3.server;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.mailbox.FolderSizes;

/**
 * The messages of an INBOX as a session sees them from its beginning to its end, numbered from 1 (RFC 1939 section 5).
 * Numbers alone, 32 octets a message: an entry is made when it is asked for.
 */
record Maildrop(AccountId account, FolderId folder, FolderSizes messages) {

    /**
     * One message.
     *
     * @param size in octets, as it lies in the store
     */
    record Entry(long uid, StoredMessageId id, long size) {
        /**
         * The id that intake gave the message, which stays with it wherever it is moved (RFC 1939 section 7: 1 to
         * 70 characters, unique, persistent). A UID would change with each move, a UIDVALIDITY with each restored folder.
         */
        String uniqueId() {
            return id.toString();
        }
    }

    int size() {
        return messages.count();
    }

    /** Octets of the message with this number. */
    long size(int number) {
        return messages.sizes()[number - 1];
    }

    /** The UID of the message with this number. */
    long uid(int number) {
        return messages.uids()[number - 1];
    }

    Entry entry(int number) {
        return new Entry(uid(number), messages.id(number - 1), size(number));
    }
}
