package dev.posthaste.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Takes a transformed message, piece by piece, within the limits of every message. */
final class Restaging {

    private final Staging staging;
    private final Staging.Hashing hashing;
    private final long maxOctets;
    private final HeaderCollector collector = new HeaderCollector();
    private long octets;
    private boolean headerIsStaged;

    Restaging(Staging staging, Staging.Hashing hashing, long maxOctets) {
        this.staging = staging;
        this.hashing = hashing;
        this.maxOctets = maxOctets;
    }

    Staging staging() {
        return staging;
    }

    byte[] header() {
        return collector.octets();
    }

    Uni<Staging.Staged> take(Multi<byte[]> pieces) {
        return pieces.onItem()
                .transformToUniAndConcatenate(this::piece)
                .collect()
                .last()
                .chain(last -> headerIsStaged ? Uni.createFrom().voidItem() : stageHeader())
                .chain(staging::finish);
    }

    Uni<Void> abort() {
        return staging.abort();
    }

    private Uni<Void> piece(byte[] piece) {
        octets += piece.length;
        if (octets > maxOctets) {
            return Uni.createFrom()
                    .failure(new IllegalStateException(
                            "transformed, the message has more than " + maxOctets + " octets"));
        }
        if (headerIsStaged) {
            return staging.body(piece, 0, piece.length);
        }
        int taken = collector.take(piece, 0, piece.length);
        if (collector.isTooLarge()) {
            return Uni.createFrom().failure(new IllegalStateException("the transformed header is too large"));
        }
        return collector.isComplete()
                ? stageHeader().chain(() -> staging.body(piece, taken, piece.length - taken))
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> stageHeader() {
        headerIsStaged = true;
        return staging.header(collector.octets(), hashing);
    }
}
