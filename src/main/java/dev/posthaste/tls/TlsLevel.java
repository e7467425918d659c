package dev.posthaste.tls;

/** What a connection must be before mail, or a password, goes over it. */
public enum TlsLevel {

    /**
     * TLS where it can be had, whatever the certificate; else plaintext (RFC 7435). A name in a certificate would prove
     * nothing as long as the name itself comes from an unsigned MX record.
     */
    OPPORTUNISTIC,

    /**
     * TLS or nothing, with a certificate of the host's name from an authority that this machine trusts (RFC 9525): for a
     * name that the operator gave, and to whom a password is said.
     */
    VERIFIED;

    /** Whether a host announced STARTTLS. */
    public enum Offer {
        /** It did. */
        OFFERED,
        /** It did not, or knows no extensions at all. */
        MISSING
    }

    /** What to do. */
    public enum Step {
        /** Say STARTTLS. */
        START,
        /** Go on in plaintext. */
        GO_ON,
        /** Leave this host. */
        LEAVE,
        /** Connect again, and stay in plaintext. */
        AGAIN_IN_PLAINTEXT
    }

    /** After the host said what it can do. */
    public Step onOffer(Offer offer) {
        return switch (offer) {
            case OFFERED -> Step.START;
            case MISSING -> this == OPPORTUNISTIC ? Step.GO_ON : Step.LEAVE;
        };
    }

    /** After the host refused STARTTLS, in a connection that is as good as before. */
    public Step onRefusal() {
        return this == OPPORTUNISTIC ? Step.GO_ON : Step.LEAVE;
    }

    /** After a handshake failed, which leaves the connection in no known state. */
    public Step onFailedHandshake() {
        return this == OPPORTUNISTIC ? Step.AGAIN_IN_PLAINTEXT : Step.LEAVE;
    }
}
