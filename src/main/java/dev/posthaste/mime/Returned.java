package dev.posthaste.mime;

/** What a report gives back of the message that it is about (RFC 6522 section 2, RFC 3461 section 4.3). */
public final class Returned {

    private enum What {
        NOTHING,
        HEADER,
        MESSAGE
    }

    private final What what;
    private final byte[] octets;

    private Returned(What what, byte[] octets) {
        this.what = what;
        this.octets = octets;
    }

    /** Nothing of it. */
    public static Returned nothing() {
        return new Returned(What.NOTHING, new byte[0]);
    }

    /** Its header: {@code text/rfc822-headers}. */
    public static Returned header(byte[] header) {
        return new Returned(What.HEADER, header);
    }

    /**
     * All of it: {@code message/rfc822}. That may not be encoded (RFC 2046 section 5.2.1), so of a message with lines that
     * SMTP does not carry only the header is returned.
     */
    public static Returned message(byte[] message) {
        return new Returned(What.MESSAGE, message);
    }

    boolean isMessage() {
        return what == What.MESSAGE;
    }

    boolean isNothing() {
        return what == What.NOTHING;
    }

    byte[] octets() {
        return octets;
    }
}
