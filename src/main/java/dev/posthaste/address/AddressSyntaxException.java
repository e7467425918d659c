package dev.posthaste.address;

/** Text that is not an address, a domain name or a local part. The message may be shown to the sender of the text. */
public final class AddressSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, in words for the author of the address */
    public AddressSyntaxException(String message) {
        super(message);
    }
}
