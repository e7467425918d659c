package dev.posthaste.queue;

/** How one attempt ended for one recipient. */
public sealed interface Outcome {

    /** Another host has taken responsibility for it. */
    record Delivered(Evidence.Replied reply) implements Outcome {}

    /** A transient failure; a later attempt may succeed. */
    record Deferred(Cause cause) implements Outcome {
        /** Refuses a status code of class 5. */
        public Deferred {
            if (cause.status().isPermanent()) {
                throw new IllegalArgumentException(cause.status() + " is a permanent failure");
            }
        }
    }

    /** A permanent failure. */
    record Failed(Cause cause) implements Outcome {
        /** Refuses a status code of class 4. */
        public Failed {
            if (!cause.status().isPermanent()) {
                throw new IllegalArgumentException(cause.status() + " is a transient failure");
            }
        }
    }

    /** Deferred or failed, as the status code says. */
    static Outcome of(Cause cause) {
        return cause.status().isPermanent() ? new Failed(cause) : new Deferred(cause);
    }
}
