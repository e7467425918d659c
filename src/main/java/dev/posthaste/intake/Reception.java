package dev.posthaste.intake;

import io.smallrye.mutiny.Uni;

/**
 * A message on its way in. Not thread-safe; one call at a time. Ends with {@link #finish} or {@link #abort}.
 *
 * @param <R> what its entrance answers
 */
public interface Reception<R> {

    /**
     * Takes the next bytes, as they are in the message: CR LF line ends, no dots stuffed. The bytes may be reused when the
     * answer has come; a caller that waits for it keeps memory bounded. After a limit was passed the rest is taken and
     * dropped, and {@link #finish} says why.
     */
    Uni<Void> write(byte[] bytes, int offset, int length);

    /** There are no more bytes: decides, and answers when the decision is durable. May be answered on another thread. */
    Uni<R> finish();

    /** The client went away: nothing is kept. */
    Uni<Void> abort();
}
