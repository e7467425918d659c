package dev.posthaste.dns;

import java.util.List;

/** Where to go next, or why there is nowhere to go. */
public sealed interface Routing<T> {

    /** Places to try, the best first; at least one. */
    record To<T>(List<T> places) implements Routing<T> {
        /** Keeps its own copy, and refuses an empty list. */
        public To {
            places = List.copyOf(places);
            if (places.isEmpty()) {
                throw new IllegalArgumentException("a routing to nowhere");
            }
        }
    }

    /**
     * There is no place.
     *
     * @param status the enhanced status code (RFC 3463), of class 4 if it may be otherwise later, else of class 5
     * @param text for the sender and the postmaster
     */
    record Unroutable<T>(String status, String text) implements Routing<T> {}
}
