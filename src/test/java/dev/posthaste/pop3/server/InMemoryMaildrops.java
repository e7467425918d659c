package dev.posthaste.pop3.server;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.mailbox.FolderSizes;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** One maildrop for everyone, as long as the test runs. */
final class InMemoryMaildrops implements MaildropStore {

    static final int PIECE = 64 * 1024;

    private static final long ID_BEGINS = 0x0190_0000_0000_7000L;
    private static final long ID_ENDS = 0x8000_0000_0000_0000L;

    private final Map<Long, byte[]> messages = new ConcurrentSkipListMap<>();
    private final AtomicInteger piecesRead = new AtomicInteger();
    private volatile Mood mood = Mood.WELL;

    enum Mood {
        WELL,
        DOES_NOT_OPEN,
        DOES_NOT_READ,
        BREAKS_AFTER_ONE_PIECE,
        DOES_NOT_REMOVE
    }

    void put(long uid, byte[] message) {
        messages.put(uid, message);
    }

    void remove(long uid) {
        messages.remove(uid);
    }

    void feel(Mood next) {
        mood = next;
    }

    List<Long> uids() {
        return List.copyOf(messages.keySet());
    }

    int piecesRead() {
        return piecesRead.get();
    }

    static String uniqueId(long uid) {
        return new StoredMessageId(new UUID(ID_BEGINS, ID_ENDS + uid)).toString();
    }

    @Override
    public Uni<Maildrop> open(AccountId account) {
        return feeling(Mood.DOES_NOT_OPEN)
                .map(well -> new FolderSizes(
                        messages.keySet().stream().mapToLong(Long::longValue).toArray(),
                        messages.values().stream()
                                .mapToLong(message -> message.length)
                                .toArray(),
                        messages.keySet().stream()
                                .flatMapToLong(uid -> LongStream.of(ID_BEGINS, ID_ENDS + uid))
                                .toArray()))
                .map(sizes -> new Maildrop(account, new FolderId(new UUID(1, 1)), sizes));
    }

    @Override
    public Uni<Optional<Multi<byte[]>>> read(Maildrop maildrop, Maildrop.Entry entry) {
        return feeling(Mood.DOES_NOT_READ)
                .map(well -> Optional.ofNullable(messages.get(entry.uid())).map(this::pieces));
    }

    @Override
    public Uni<Void> remove(Maildrop maildrop, long[] uids) {
        return feeling(Mood.DOES_NOT_REMOVE).invoke(well -> LongStream.of(uids).forEach(messages::remove));
    }

    private Multi<byte[]> pieces(byte[] message) {
        Multi<byte[]> pieces = Multi.createFrom()
                .items(IntStream.range(0, Math.ceilDiv(message.length, PIECE)).boxed())
                .map(i -> Arrays.copyOfRange(message, i * PIECE, Math.min(message.length, (i + 1) * PIECE)))
                .invoke(piece -> piecesRead.incrementAndGet());
        return mood == Mood.BREAKS_AFTER_ONE_PIECE
                ? Multi.createBy()
                        .concatenating()
                        .streams(
                                pieces.select().first(1),
                                Multi.createFrom().failure(new IllegalStateException("the store broke")))
                : pieces;
    }

    private Uni<Void> feeling(Mood bad) {
        return mood == bad
                ? Uni.createFrom().failure(new IllegalStateException("the store feels like " + bad))
                : Uni.createFrom().voidItem();
    }
}
