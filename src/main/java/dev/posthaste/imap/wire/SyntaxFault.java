package dev.posthaste.imap.wire;

/** Octets that the grammar does not allow, and where. */
sealed class SyntaxFault extends Exception permits UnknownCharset {

    private static final long serialVersionUID = 1L;

    private final int at;

    SyntaxFault(int at, String expected) {
        super(expected, null, false, false);
        this.at = at;
    }

    /** Offset of the octet that is wrong. */
    int at() {
        return at;
    }

    /** What should have stood there, in words fit for the client. */
    String expected() {
        return String.valueOf(getMessage());
    }
}
