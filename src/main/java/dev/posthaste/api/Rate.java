package dev.posthaste.api;

import java.time.Duration;

/**
 * So many requests in so long a time; the q and w of a RateLimit-Policy.
 *
 * @param quota at least 1
 * @param window whole seconds, at least one
 */
public record Rate(long quota, Duration window) {

    /** More in a window is no limit that anybody would meet. */
    public static final long MAX_QUOTA = 1_000_000_000;

    /** Longer windows are quotas of another kind. */
    public static final Duration MAX_WINDOW = Duration.ofDays(1);

    /** Both must be within their limits. */
    public Rate {
        if (quota < 1 || quota > MAX_QUOTA || window.toSeconds() < 1 || window.compareTo(MAX_WINDOW) > 0) {
            throw new IllegalArgumentException("a rate is 1 to " + MAX_QUOTA + " requests in 1 to "
                    + MAX_WINDOW.toSeconds() + " seconds, such as 600/60");
        }
    }

    /**
     * Reads {@code 600/60}: 600 requests in 60 seconds.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Rate parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("'" + text + "' is not a rate such as 600/60");
        }
        return new Rate(Long.parseLong(parts[0]), Duration.ofSeconds(Long.parseLong(parts[1])));
    }

    /** Between two requests that come evenly, in nanoseconds; at least one. */
    long spacing() {
        return Math.max(1, window.toNanos() / quota);
    }
}
