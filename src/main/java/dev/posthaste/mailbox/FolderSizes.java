package dev.posthaste.mailbox;

import dev.posthaste.id.StoredMessageId;
import java.util.UUID;

/**
 * Messages of a folder as numbers alone, in ascending order of UIDs: 32 octets a message.
 *
 * @param uids their UIDs
 * @param sizes octets of each
 * @param ids two numbers each: the halves of its id, the more significant first
 */
public record FolderSizes(long[] uids, long[] sizes, long[] ids) {

    /** How many there are. */
    public int count() {
        return uids.length;
    }

    /** The id of the message at this place, the first being 0. */
    public StoredMessageId id(int place) {
        return new StoredMessageId(new UUID(ids[2 * place], ids[2 * place + 1]));
    }
}
