package dev.posthaste.api;

/** Tells a store that cannot be reached now from a mistake of ours; both look alike from here. */
@FunctionalInterface
public interface StoreFailures {

    /** Whether the same request may well succeed a little later. */
    boolean isTemporary(Throwable failure);

    /** What the caller is told of a failure that nobody foresaw; nothing of what happened inside. */
    default ApiException explain(Throwable failure) {
        return isTemporary(failure)
                ? ApiException.of(ErrorCode.UNAVAILABLE, "the store does not answer now")
                : ApiException.of(ErrorCode.INTERNAL, "the server made a mistake");
    }
}
