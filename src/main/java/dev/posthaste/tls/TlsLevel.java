package dev.posthaste.tls;

/** The TLS that a connection to another server needs before mail or a password is sent over it. */
public enum TlsLevel {

    /**
     * TLS if the host offers it, with any certificate; otherwise plaintext (RFC 7435). Verifying the name in the
     * certificate would prove nothing as long as the name comes from an unsigned MX record.
     */
    OPPORTUNISTIC,

    /**
     * TLS is required, with a certificate that matches the host's name and comes from an authority that this machine
     * trusts (RFC 9525). For hosts that the operator names, to which a password is sent.
     */
    VERIFIED;

    /** Whether a host announced STARTTLS. */
    public enum Offer {
        /** The host announced STARTTLS. */
        OFFERED,
        /** The host did not announce it, or supports no extensions at all. */
        MISSING
    }

    /** The next step of the client. */
    public enum Step {
        /** Send STARTTLS. */
        START,
        /** Continue in plaintext. */
        CONTINUE,
        /** Give this host up. */
        ABANDON,
        /** Connect again and stay in plaintext. */
        RECONNECT_IN_PLAINTEXT
    }

    /** Returns the step after the EHLO reply. */
    public Step onOffer(Offer offer) {
        return switch (offer) {
            case OFFERED -> Step.START;
            case MISSING -> this == OPPORTUNISTIC ? Step.CONTINUE : Step.ABANDON;
        };
    }

    /** Returns the step after the host refused STARTTLS and the connection is still usable. */
    public Step onRefusal() {
        return this == OPPORTUNISTIC ? Step.CONTINUE : Step.ABANDON;
    }

    /** Returns the step after a failed handshake, which leaves the connection unusable. */
    public Step onFailedHandshake() {
        return this == OPPORTUNISTIC ? Step.RECONNECT_IN_PLAINTEXT : Step.ABANDON;
    }
}
