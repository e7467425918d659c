package dev.posthaste.blob;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * The Vert.x context on which something was asked. Sessions are not thread-safe: an adapter that answers on threads of its
 * own has to bring the answer back there.
 */
public final class CallersContext {

    private CallersContext() {}

    /** The same answer, on the context of whoever asks; where there is none, on whichever thread it comes. */
    public static <T> Uni<T> answer(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            Context context = Vertx.currentContext();
            return context == null ? work : work.emitOn(step -> context.runOnContext(now -> step.run()));
        });
    }
}
