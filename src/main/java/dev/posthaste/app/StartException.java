package dev.posthaste.app;

/** The server cannot start; the message is for the person who started it and says what to do. */
public final class StartException extends Exception {

    private static final long serialVersionUID = 1;

    /** For an error that the operator can fix. */
    public StartException(String message) {
        super(message);
    }

    /** For what has a cause that is worth a stack trace. */
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
