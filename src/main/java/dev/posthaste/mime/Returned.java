package dev.posthaste.mime;

/** The part of the original message that a report returns (RFC 6522 section 2, RFC 3461 section 4.3). */
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

    /** Nothing. */
    public static Returned nothing() {
        return new Returned(What.NOTHING, new byte[0]);
    }

    /** The header: {@code text/rfc822-headers}. */
    public static Returned header(byte[] header) {
        return new Returned(What.HEADER, header);
    }

    /**
     * The whole message: {@code message/rfc822}. It must not be encoded (RFC 2046 section 5.2.1), so only the header is
     * returned of a message with lines that SMTP cannot transport.
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
