package dev.posthaste.torture;

import java.util.concurrent.atomic.AtomicBoolean;

/** The time from the beginning of the load until its end; a disturbance falls into it. */
final class Round {

    private final AtomicBoolean over = new AtomicBoolean();

    /** Whether clients should finish what they do and go. */
    boolean isOver() {
        return over.get();
    }

    void end() {
        over.set(true);
    }
}
