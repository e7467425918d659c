package dev.posthaste.intake;

import io.smallrye.mutiny.Uni;

/** A message on its way through the door. Not thread-safe; one call at a time. Ends with {@link #finish} or {@link #abort}. */
public interface Reception {

    /**
     * Takes the next bytes, as they are in the message: CR LF line ends, no dots stuffed. The bytes may be reused when the
     * answer has come; whoever waits for it keeps memory bounded. After a limit was passed the rest is taken and dropped,
     * and {@link #finish} says why.
     */
    Uni<Void> write(byte[] bytes, int offset, int length);

    /** There are no more bytes: decides, and answers when what it decided is durable. May be answered on another thread. */
    Uni<Verdict> finish();

    /** The client went away: nothing is kept. */
    Uni<Void> abort();
}
