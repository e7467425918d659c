package dev.posthaste.imap.wire;

/** A syntax error in a command, with its position. */
sealed class SyntaxFault extends Exception permits UnknownCharset {

    private static final long serialVersionUID = 1L;

    private final int at;

    SyntaxFault(int at, String expected) {
        super(expected, null, false, false);
        this.at = at;
    }

    /** Offset of the first wrong octet. */
    int at() {
        return at;
    }

    /** What was expected there, in words for the client. */
    String expected() {
        return String.valueOf(getMessage());
    }
}
