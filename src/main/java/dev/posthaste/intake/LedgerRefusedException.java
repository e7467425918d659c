package dev.posthaste.intake;

/** The database rolled back a transaction of intake and said why; nothing of it is there. */
public final class LedgerRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what the database said. */
    public LedgerRefusedException(Throwable cause) {
        super(cause);
    }
}
