package dev.posthaste.api;

import dev.posthaste.intake.Reception;
import dev.posthaste.intake.Verdict;
import dev.posthaste.mime.LineEnds;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** A program's octets on their way to the door, piece by piece, line ends made right. Not thread-safe; one call at a time. */
final class Incoming {

    private final Reception reception;
    private final LineEnds lineEnds = new LineEnds();

    Incoming(Reception reception) {
        this.reception = reception;
    }

    Uni<Void> write(byte[] octets) {
        byte[] lines = lineEnds.convert(octets, 0, octets.length);
        return reception.write(lines, 0, lines.length);
    }

    Uni<Verdict> finish() {
        return reception.finish();
    }

    /** The octets end too early: the door keeps nothing. */
    Uni<Void> abort() {
        return reception.abort();
    }

    /** What the door says of all these octets. If they end with a failure or are given up, the door keeps nothing. */
    static Uni<Verdict> pour(Multi<byte[]> octets, Reception reception) {
        Incoming incoming = new Incoming(reception);
        return octets.onItem()
                .transformToUniAndConcatenate(incoming::write)
                .collect()
                .last()
                .onFailure()
                .call(incoming::abort)
                .onCancellation()
                .call(incoming::abort)
                .flatMap(done -> incoming.finish());
    }
}
