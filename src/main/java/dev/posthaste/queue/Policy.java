package dev.posthaste.queue;

/**
 * How much the {@link Dispatcher} does at once.
 *
 * @param window leases in hand
 * @param share leases in hand for one destination
 * @param running mail transactions under way
 * @param runningPerDestination mail transactions under way for one destination
 */
public record Policy(RetrySchedule schedule, int window, int share, int running, int runningPerDestination) {

    /**
     * A thousand recipients in hand are enough to keep 200 transactions going, and cost a few megabytes; 20 connections to
     * one destination is what Postfix's {@code default_destination_concurrency_limit} allows.
     */
    public static final Policy DEFAULT = new Policy(RetrySchedule.DEFAULT, 1000, 250, 200, 20);

    /** All positive. */
    public Policy {
        if (window < 1 || share < 1 || running < 1 || runningPerDestination < 1) {
            throw new IllegalArgumentException("every limit of a policy must be positive");
        }
    }
}
