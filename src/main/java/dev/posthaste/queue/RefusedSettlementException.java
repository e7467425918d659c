package dev.posthaste.queue;

/** The store will not write a settlement, however often it is asked: there is something in it that it cannot hold. */
public final class RefusedSettlementException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A refusal, with what the store said. */
    public RefusedSettlementException(Throwable cause) {
        super("a settlement was refused: " + cause.getMessage(), cause);
    }
}
