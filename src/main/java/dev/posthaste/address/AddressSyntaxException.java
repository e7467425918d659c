package dev.posthaste.address;

/** Text that is not an address, a domain name or a local part. The message may be shown to whoever sent the text. */
public final class AddressSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong, in words for the person who wrote the address. */
    public AddressSyntaxException(String message) {
        super(message);
    }
}
