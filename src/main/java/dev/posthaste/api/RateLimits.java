package dev.posthaste.api;

import io.smallrye.mutiny.Uni;

/** Counts requests. One process counts for itself; a store that nodes share may count for all of them. */
public interface RateLimits {

    /** Counts a request of {@code who} under a policy. */
    Uni<Allowance> take(Policy policy, String who);

    /** How much a policy allows. */
    Rate rate(Policy policy);

    /** What is counted. */
    enum Policy {
        /** Every request of a key. */
        API,
        /** Emails that a key sends. */
        SEND,
        /** Requests without a valid key, by address. */
        ANONYMOUS
    }

    /** How much each policy allows. */
    record Rates(Rate api, Rate send, Rate anonymous) {
        /** 10,000 requests and as many emails a second; ten requests a second that show no valid key. */
        public static final Rates DEFAULT =
                new Rates(Rate.parse("600000/60"), Rate.parse("10000/1"), Rate.parse("600/60"));

        /** Of one of them. */
        public Rate of(Policy policy) {
            return switch (policy) {
                case API -> api;
                case SEND -> send;
                case ANONYMOUS -> anonymous;
            };
        }
    }
}
