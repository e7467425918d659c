package dev.posthaste.account.postgres;

import io.vertx.pgclient.PgException;
import org.hibernate.exception.ConstraintViolationException;

/** Recognises that a row could not be written because another has its key. */
final class Uniqueness {

    private static final String UNIQUE_VIOLATION = "23505";

    private Uniqueness() {}

    static boolean isViolated(Throwable failure) {
        return Causes.of(failure).stream().anyMatch(Uniqueness::isViolation);
    }

    private static boolean isViolation(Throwable cause) {
        return switch (cause) {
            case ConstraintViolationException violation -> UNIQUE_VIOLATION.equals(violation.getSQLState());
            case PgException refusal -> UNIQUE_VIOLATION.equals(refusal.getSqlState());
            default -> false;
        };
    }
}
