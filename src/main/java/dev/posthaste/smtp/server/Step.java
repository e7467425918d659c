package dev.posthaste.smtp.server;

import dev.posthaste.smtp.wire.Reply;
import java.util.Collections;
import java.util.List;

/** What follows from something said or found out: replies to send, then a state. */
record Step(State state, List<Reply> replies) {

    static Step to(State state, Reply reply) {
        return new Step(state, List.of(reply));
    }

    static Step silently(State state) {
        return new Step(state, List.of());
    }

    /** The same reply so many times. */
    static Step to(State state, Reply reply, int times) {
        return new Step(state, Collections.nCopies(times, reply));
    }

    /** A last word, and the end. */
    static Step end(Link link, Reply reply) {
        return new Step(new State.Ended(link), List.of(reply));
    }
}
