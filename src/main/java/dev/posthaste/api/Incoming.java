package dev.posthaste.api;

import dev.posthaste.intake.Reception;
import dev.posthaste.mime.LineEnds;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** A program's octets on their way to intake, piece by piece, line ends made right. Not thread-safe; one call at a time. */
public final class Incoming<R> {

    private final Reception<R> reception;
    private final LineEnds lineEnds = new LineEnds();

    /** Of a message that this reception takes. */
    public Incoming(Reception<R> reception) {
        this.reception = reception;
    }

    /** Takes the next octets; a caller that waits for the answer keeps memory bounded. */
    public Uni<Void> write(byte[] octets) {
        byte[] lines = lineEnds.convert(octets, 0, octets.length);
        return reception.write(lines, 0, lines.length);
    }

    /** There are no more octets: what intake decides, once it is durable. */
    public Uni<R> finish() {
        return reception.finish();
    }

    /** The octets end too early: intake keeps nothing. */
    public Uni<Void> abort() {
        return reception.abort();
    }

    /** What intake says of all these octets. If they end with a failure or are given up, intake keeps nothing. */
    public static <R> Uni<R> pour(Multi<byte[]> octets, Reception<R> reception) {
        Incoming<R> incoming = new Incoming<>(reception);
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
