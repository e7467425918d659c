package dev.posthaste.app;

import io.smallrye.mutiny.Uni;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** The listeners that were opened and the ports that they got. Who opens one says so here before the start is over. */
public final class Ports {

    private final Map<Listener, CompletableFuture<Integer>> opening = new ConcurrentHashMap<>();

    /** Opens a listener; {@code listening} gives the port once it accepts connections. */
    public void open(Listener listener, Uni<Integer> listening) {
        opening.put(listener, listening.subscribeAsCompletionStage());
    }

    /** Whether every listener that was opened accepts connections. */
    public boolean accepting() {
        return opening.values().stream().allMatch(CompletableFuture::isDone)
                && opening.values().stream().noneMatch(CompletableFuture::isCompletedExceptionally);
    }

    /**
     * Waits until every listener accepts.
     *
     * @throws StartException for the first one that cannot, most often because its port is taken
     */
    Map<Listener, Integer> awaitAll() throws StartException {
        Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
        for (Map.Entry<Listener, CompletableFuture<Integer>> entry : opening.entrySet()) {
            Listener listener = entry.getKey();
            try {
                ports.put(listener, entry.getValue().join());
            } catch (CompletionException failed) {
                throw new StartException(
                        "The port of " + listener.label() + " cannot be opened: " + failed.getCause() + ". Set "
                                + listener.variable() + " to another, or to 0 for any free one; a port below 1024"
                                + " needs the right CAP_NET_BIND_SERVICE.",
                        failed);
            }
        }
        return ports;
    }
}
