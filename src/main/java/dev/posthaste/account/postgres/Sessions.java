package dev.posthaste.account.postgres;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Sessions of Hibernate Reactive, each on a Vert.x context of its own: a session belongs to one stream, and whoever calls may
 * be on a worker, on a socket's event loop or on another request's context.
 */
public final class Sessions {

    private final Mutiny.SessionFactory factory;
    private final Supplier<Vertx> vertx;

    /** Opens sessions of this factory on contexts of this Vert.x, which need not be there yet. */
    public Sessions(Mutiny.SessionFactory factory, Supplier<Vertx> vertx) {
        this.factory = factory;
        this.vertx = vertx;
    }

    /** Does {@code work} without a transaction; for reading. */
    public <T> Uni<T> withSession(Function<Mutiny.Session, Uni<T>> work) {
        return onOwnContext(() -> factory.withSession(work));
    }

    /** Does {@code work} in a transaction; the answer comes when it is durable. */
    public <T> Uni<T> withTransaction(Function<Mutiny.Session, Uni<T>> work) {
        return onOwnContext(() -> factory.withTransaction(work));
    }

    private <T> Uni<T> onOwnContext(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(answer -> {
            Context own = Objects.requireNonNull(
                    VertxContext.createNewDuplicatedContext(vertx.get().getOrCreateContext()));
            VertxContextSafetyToggle.setContextSafe(own, true);
            own.runOnContext(ready -> work.get().subscribe().with(answer::complete, answer::fail));
        });
    }
}
