package dev.posthaste.api;

import dev.posthaste.intake.AppendResult;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;

/**
 * A message that is being appended, for a dialect that has its octets in pieces. One call at a time; ends with {@link #finish}
 * or {@link #abort}.
 */
public final class AppendingMessage {

    private final Incoming<AppendResult> incoming;
    private final Function<AppendResult, Uni<MessageView>> appended;

    AppendingMessage(Incoming<AppendResult> incoming, Function<AppendResult, Uni<MessageView>> appended) {
        this.incoming = incoming;
        this.appended = appended;
    }

    /** Takes the next octets; whoever waits for the answer keeps memory bounded. */
    public Uni<Void> write(byte[] octets) {
        return incoming.write(octets);
    }

    /** There are no more: the message as it lies in the folder, durably. */
    public Uni<MessageView> finish() {
        return incoming.finish().flatMap(result -> appended.apply(result));
    }

    /** The caller went away: nothing is kept. */
    public Uni<Void> abort() {
        return incoming.abort();
    }
}
