package dev.posthaste.listener;

import io.smallrye.mutiny.Uni;
import java.util.function.Function;

/** How a connection goes on after a step of its {@link ConnectionHandler}. */
public sealed interface Progress {

    /** Waits for more octets. What was given is used up. */
    Progress READ = new Read();

    /** Takes the next step, with what is left of the octets. */
    Progress NEXT = new Next();

    /** Sends what was written, then closes. */
    Progress CLOSE = new Close();

    /** Closes at once; what is unsent is lost. */
    Progress ABORT = new Abort();

    /** {@link #READ}. */
    record Read() implements Progress {}

    /** {@link #NEXT}. */
    record Next() implements Progress {}

    /** {@link #CLOSE}. */
    record Close() implements Progress {}

    /** {@link #ABORT}. */
    record Abort() implements Progress {}

    /**
     * Waits for {@code work}, which may end on any thread; meanwhile no step is taken. What follows is called on the event
     * loop, also when the client is gone by then; what it gives counts only if the client is still there.
     *
     * @param then what follows the result
     * @param failed what follows a failure
     */
    record Await<T>(Uni<T> work, Function<? super T, Progress> then, Function<Throwable, Progress> failed)
            implements Progress {}
}
