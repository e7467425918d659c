package dev.posthaste.senderauth;

/** Octets that are no key to sign with, or a key that no verifier would believe. Says which, and nothing of the key. */
public final class DkimKeyException extends Exception {

    private static final long serialVersionUID = 1L;

    DkimKeyException(String message) {
        super(message);
    }
}
