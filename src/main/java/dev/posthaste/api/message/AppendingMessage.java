package dev.posthaste.api.message;

import dev.posthaste.api.Endpoint;
import dev.posthaste.api.Incoming;
import dev.posthaste.intake.AppendResult;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;

/**
 * A message that is being appended, for a dialect that has its octets in pieces. One call at a time; ends with {@link #finish}
 * or {@link #abort}.
 */
public final class AppendingMessage implements Endpoint.Incoming<MessageView> {

    private final Incoming<AppendResult> incoming;
    private final Function<AppendResult, Uni<MessageView>> appended;

    AppendingMessage(Incoming<AppendResult> incoming, Function<AppendResult, Uni<MessageView>> appended) {
        this.incoming = incoming;
        this.appended = appended;
    }

    @Override
    public Uni<Void> write(byte[] octets) {
        return incoming.write(octets);
    }

    @Override
    public Uni<MessageView> finish() {
        return incoming.finish().flatMap(result -> appended.apply(result));
    }

    @Override
    public Uni<Void> abort() {
        return incoming.abort();
    }
}
