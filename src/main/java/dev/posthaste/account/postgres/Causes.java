package dev.posthaste.account.postgres;

import java.util.ArrayList;
import java.util.List;

/** What lies behind a failure. */
final class Causes {

    /** Causes of causes that are looked at; a chain may be a circle. */
    private static final int MAX_DEPTH = 20;

    private Causes() {}

    /** The failure itself, its cause, the cause of that, and so on. */
    static List<Throwable> of(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && causes.size() < MAX_DEPTH; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
