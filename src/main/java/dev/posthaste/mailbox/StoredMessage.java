package dev.posthaste.mailbox;

import dev.posthaste.blob.BlobRef;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import java.time.Instant;

/**
 * A message in a folder. Its bytes are {@code prefix} (the trace fields that were put in front at the door, complete
 * lines) and then the blob; {@link MessageBytes} reads them as one.
 *
 * @param index the encoded structure index of the blob, see {@code mime.MimeIndex.decode}; offsets are the blob's own
 * @param preview the beginning of its text
 */
public record StoredMessage(
        StoredMessageId id,
        FolderId folder,
        long uid,
        long flags,
        long modSeq,
        Instant internalDate,
        byte[] prefix,
        BlobRef blob,
        byte[] index,
        String preview) {

    /** Octets of the whole message (RFC822.SIZE). */
    public long size() {
        return prefix.length + blob.size();
    }
}
