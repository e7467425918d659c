package dev.posthaste.intake;

/** The database undid a transaction of the door and said why; nothing of it is there. */
public final class LedgerRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what the database said. */
    public LedgerRefusedException(Throwable cause) {
        super(cause);
    }
}
