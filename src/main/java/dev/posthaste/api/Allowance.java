package dev.posthaste.api;

import java.time.Duration;

/**
 * What is left of a rate after a request.
 *
 * @param remaining requests that may come at once
 * @param reset until all of the quota is there again, or, of a refused request, until one more may come
 */
public record Allowance(Verdict verdict, long remaining, Duration reset) {

    /** Whether the request may pass. */
    public enum Verdict {
        /** It may. */
        ALLOWED,
        /** Too many came before it. */
        REFUSED
    }
}
