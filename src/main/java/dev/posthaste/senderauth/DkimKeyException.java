package dev.posthaste.senderauth;

/**
 * Octets that are not a signing key, or a key that verifiers do not accept. The message says which and reveals nothing
 * of the key.
 */
public final class DkimKeyException extends Exception {

    private static final long serialVersionUID = 1L;

    DkimKeyException(String message) {
        super(message);
    }
}
