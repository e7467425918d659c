package dev.posthaste.mime;

/** Octets that are not a stored {@link MimeIndex}. */
public final class IndexFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what was found instead of valid data */
    IndexFormatException(String message) {
        super(message);
    }
}
