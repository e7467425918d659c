package dev.posthaste.mailbox;

import dev.posthaste.blob.BlobStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;

/** Reads a message's bytes, prefix and blob as one. */
public final class MessageBytes {

    private final BlobStore blobs;

    /** Reads from this store. */
    public MessageBytes(BlobStore blobs) {
        this.blobs = blobs;
    }

    /** The octets from {@code offset}, at most {@code length}, fewer where the message ends. */
    public Uni<byte[]> read(StoredMessage message, long offset, int length) {
        long end = Math.min(message.size(), offset + length);
        if (offset >= end) {
            return Uni.createFrom().item(new byte[0]);
        }
        int prefix = message.prefix().length;
        if (end <= prefix) {
            return Uni.createFrom().item(Arrays.copyOfRange(message.prefix(), (int) offset, (int) end));
        }
        long from = Math.max(offset, prefix);
        Uni<byte[]> rest = blobs.read(message.blob(), from - prefix, (int) (end - from));
        return offset >= prefix ? rest : rest.map(tail -> joined(message.prefix(), (int) offset, tail));
    }

    /** The octets from {@code offset} on, {@code length} of them, in pieces, as they are asked for. */
    public Multi<byte[]> stream(StoredMessage message, long offset, long length) {
        long end = Math.min(message.size(), offset + length);
        int prefix = message.prefix().length;
        if (offset >= end) {
            return Multi.createFrom().empty();
        }
        if (offset >= prefix) {
            return blobs.stream(message.blob(), offset - prefix, end - offset);
        }
        byte[] head = Arrays.copyOfRange(message.prefix(), (int) offset, (int) Math.min(end, prefix));
        Multi<byte[]> first = Multi.createFrom().item(head);
        if (end <= prefix) {
            return first;
        }
        return Multi.createBy().concatenating().streams(first, blobs.stream(message.blob(), 0, end - prefix));
    }

    private static byte[] joined(byte[] prefix, int offset, byte[] tail) {
        byte[] whole = Arrays.copyOfRange(prefix, offset, prefix.length + tail.length);
        System.arraycopy(tail, 0, whole, prefix.length - offset, tail.length);
        return whole;
    }
}
