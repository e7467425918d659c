package dev.posthaste.account.postgres;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Recognises failures that come from PostgreSQL being away, being full or stopping, and not from what it was asked. */
public final class LostStore {

    /** Connection exceptions, insufficient resources (a full disk among them), operator intervention. */
    private static final Set<String> CLASSES = Set.of("08", "53", "57");

    /** Causes of causes that are looked at; a chain may be a circle. */
    private static final int MAX_DEPTH = 20;

    private LostStore() {}

    /** Whether {@code failure}, or something behind it, is of that kind. */
    public static boolean isBehind(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (isLoss(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isLoss(Throwable cause) {
        return switch (cause) {
            case ClosedConnectionException lost -> true;
            case IOException unreachable -> true;
            case TimeoutException late -> true;
            case PgException refusal -> {
                String state = refusal.getSqlState();
                yield state != null && state.length() == 5 && CLASSES.contains(state.substring(0, 2));
            }
            default -> false;
        };
    }
}
