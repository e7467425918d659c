package dev.posthaste.mime;

/** Octets that are no stored {@link MimeIndex}. */
public final class IndexFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What was found where something else should be. */
    IndexFormatException(String message) {
        super(message);
    }
}
