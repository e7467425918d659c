package dev.posthaste.account.postgres;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Recognises failures that come from PostgreSQL being away, being full or stopping, and not from what it was asked. */
public final class LostStore {

    /**
     * Connection exceptions, insufficient resources (a full disk among them), operator intervention, errors of the system
     * below PostgreSQL.
     */
    private static final Set<String> CLASSES = Set.of("08", "53", "57", "58");

    /** What the reactive client says, by exceptions that have no type of their own, when a connection is gone or not to be had. */
    private static final List<String> BEGINNINGS = List.of(
            "Connection is not active now",
            "Pending requests failed to be sent",
            "Connection was closed",
            "Timeout waiting for connection");

    private LostStore() {}

    /** Whether {@code failure}, or something behind it, is of that kind. */
    public static boolean isBehind(Throwable failure) {
        return Causes.of(failure).stream().anyMatch(LostStore::isLoss);
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
            default -> isSaidToBeLoss(String.valueOf(cause.getMessage()));
        };
    }

    private static boolean isSaidToBeLoss(String message) {
        return BEGINNINGS.stream().anyMatch(message::startsWith);
    }
}
