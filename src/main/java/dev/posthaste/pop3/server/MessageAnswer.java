package dev.posthaste.pop3.server;

import dev.posthaste.pop3.wire.DotStuffing;
import dev.posthaste.pop3.wire.Response;
import dev.posthaste.pop3.wire.TopLines;
import io.smallrye.mutiny.Multi;

/**
 * One message on its way out. The {@code +OK} goes with the first piece and not before it, so that a message whose
 * bytes cannot be had is refused in the protocol's own words.
 */
final class MessageAnswer {

    private final Maildrop.Entry entry;
    private final Effect.Portion portion;
    private final DotStuffing dots = new DotStuffing();
    // Pieces come one after the other, but perhaps on different threads.
    private volatile boolean begun;

    MessageAnswer(Maildrop.Entry entry, Effect.Portion portion) {
        this.entry = entry;
        this.portion = portion;
    }

    boolean hasBegun() {
        return begun;
    }

    Multi<byte[]> of(Multi<byte[]> pieces) {
        Multi<byte[]> stuffed = portion(pieces).map(piece -> afterFirstLine(dots.stuff(piece)));
        Multi<byte[]> end = Multi.createFrom().item(() -> afterFirstLine(dots.end()));
        return Multi.createBy().concatenating().streams(stuffed, end);
    }

    private Multi<byte[]> portion(Multi<byte[]> pieces) {
        return switch (portion) {
            case Effect.Portion.Whole() -> pieces;
            case Effect.Portion.Top(int bodyLines) -> beginning(pieces, new TopLines(bodyLines));
        };
    }

    private static Multi<byte[]> beginning(Multi<byte[]> pieces, TopLines lines) {
        return pieces.select().first(piece -> !lines.isComplete()).map(lines::take);
    }

    private byte[] afterFirstLine(byte[] octets) {
        if (begun) {
            return octets;
        }
        begun = true;
        byte[] first = firstLine().octets();
        byte[] both = new byte[first.length + octets.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(octets, 0, both, first.length, octets.length);
        return both;
    }

    private Response.Ok firstLine() {
        return switch (portion) {
            case Effect.Portion.Whole() -> new Response.Ok(entry.size() + " octets");
            case Effect.Portion.Top(int bodyLines) -> new Response.Ok("Top of message follows");
        };
    }
}
