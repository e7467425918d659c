package dev.posthaste.dns;

import java.util.List;

/** The places to try next, or the reason why there are none. */
public sealed interface Routing<T> {

    /** Places to try in order of preference; at least one. */
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
     * There is no place to try.
     *
     * @param status enhanced status code (RFC 3463): class 4 if a later query may succeed, otherwise class 5
     * @param text for the sender and the postmaster
     */
    record Unroutable<T>(String status, String text) implements Routing<T> {}
}
