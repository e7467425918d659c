package dev.posthaste.api;

import dev.posthaste.intake.Reception;
import dev.posthaste.intake.Verdict;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Pours a program's octets into the door, piece by piece, and lets no half message lie behind it. */
final class Incoming {

    private Incoming() {}

    /** What the door says of these octets. If they end with a failure, the door keeps nothing. */
    static Uni<Verdict> pour(Multi<byte[]> octets, Reception reception) {
        LineEnds lineEnds = new LineEnds();
        Multi<byte[]> lines = octets.map(lineEnds::feed);
        Multi<byte[]> rest = Multi.createFrom().item(lineEnds::finish);
        return Multi.createBy()
                .concatenating()
                .streams(lines, rest)
                .onItem()
                .transformToUniAndConcatenate(piece -> reception.write(piece, 0, piece.length))
                .collect()
                .last()
                .onFailure()
                .call(reception::abort)
                .flatMap(done -> reception.finish());
    }
}
