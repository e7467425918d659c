package dev.posthaste.account.postgres;

import io.vertx.pgclient.PgException;
import org.hibernate.exception.ConstraintViolationException;

/** Recognises that a row could not be written because another has its key. */
final class Uniqueness {

    private static final String UNIQUE_VIOLATION = "23505";

    private Uniqueness() {}

    static boolean isViolated(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException violation
                    && UNIQUE_VIOLATION.equals(violation.getSQLState())) {
                return true;
            }
            if (cause instanceof PgException refusal && UNIQUE_VIOLATION.equals(refusal.getSqlState())) {
                return true;
            }
        }
        return false;
    }
}
