package dev.posthaste.mailbox;

import dev.posthaste.blob.BlobHash;
import dev.posthaste.blob.BlobMissingException;
import dev.posthaste.blob.BlobRef;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.blob.BlobUpload;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The blobs of {@link InMemoryMailbox}: bytes, what was seen in them, and how many messages refer to them. */
final class InMemoryBlobs implements BlobStore {

    private record Kept(byte[] bytes, Glance glance, AtomicLong references) {}

    private final Map<BlobRef, Kept> kept = new ConcurrentHashMap<>();

    /** Keeps bytes once, and counts a reference. */
    BlobRef put(TenantId tenant, byte[] bytes, Glance glance) {
        BlobRef ref = ref(tenant, bytes);
        kept.computeIfAbsent(ref, fresh -> new Kept(bytes.clone(), glance, new AtomicLong()));
        count(ref, 1);
        return ref;
    }

    /** Counts references up or down. */
    void count(BlobRef ref, int by) {
        get(ref).references.addAndGet(by);
    }

    /** How many there are. */
    long references(TenantId tenant, byte[] bytes) {
        return Optional.ofNullable(kept.get(ref(tenant, bytes)))
                .map(blob -> blob.references.get())
                .orElse(0L);
    }

    Glance glance(BlobRef ref) {
        return get(ref).glance;
    }

    @Override
    public Uni<byte[]> read(BlobRef ref, long offset, int length) {
        return Uni.createFrom().item(() -> part(ref, offset, length));
    }

    @Override
    public Multi<byte[]> stream(BlobRef ref, long offset, long length) {
        long end = Math.min(ref.size(), offset + length);
        return Multi.createBy()
                .repeating()
                .uni(() -> new long[] {offset}, at -> next(ref, at, end))
                .until(piece -> piece.length == 0);
    }

    @Override
    public BlobUpload upload(TenantId tenant) {
        throw new UnsupportedOperationException("messages come in by InMemoryMailbox.deliver");
    }

    @Override
    public Uni<byte[]> read(StagedBlob.Chunked staged, long offset, int length) {
        throw new UnsupportedOperationException("nothing is staged here");
    }

    @Override
    public Uni<Void> copy(StagedBlob.Chunked blob, TenantId to) {
        throw new UnsupportedOperationException("messages come in by InMemoryMailbox.deliver");
    }

    @Override
    public Uni<Integer> sweep(Duration age) {
        return Uni.createFrom().item(0);
    }

    private Uni<byte[]> next(BlobRef ref, long[] at, long end) {
        int length = (int) Math.min(CHUNK, end - at[0]);
        return read(ref, at[0], length).invoke(piece -> at[0] += piece.length);
    }

    private byte[] part(BlobRef ref, long offset, int length) {
        byte[] bytes = get(ref).bytes;
        int from = (int) Math.min(bytes.length, offset);
        return Arrays.copyOfRange(bytes, from, (int) Math.min(bytes.length, offset + length));
    }

    private Kept get(BlobRef ref) {
        return Optional.ofNullable(kept.get(ref)).orElseThrow(() -> new BlobMissingException(ref));
    }

    private static BlobRef ref(TenantId tenant, byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new BlobRef(tenant, BlobHash.of(digest), bytes.length);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
