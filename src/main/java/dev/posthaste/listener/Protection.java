package dev.posthaste.listener;

import dev.posthaste.certificate.ServerTls;

/** How passwords are protected on a port (RFC 8314). */
public enum Protection {
    /** TLS from the first octet: ports 993 and 995. */
    IMPLICIT_TLS,
    /** Clear text, and STARTTLS or STLS before any password: ports 143 and 110. */
    STARTTLS_BEFORE_LOGIN,
    /** Passwords in clear text are taken: for the developer's own machine. */
    CLEAR_PERMITTED;

    /** What a connection to a port with this protection begins as. */
    public Channel channel() {
        return switch (this) {
            case IMPLICIT_TLS -> Channel.TLS;
            case STARTTLS_BEFORE_LOGIN -> Channel.CLEAR;
            case CLEAR_PERMITTED -> Channel.CLEAR_PERMITTED;
        };
    }

    /** What a port with this protection does with TLS. */
    public Encryption with(ServerTls tls) {
        return switch (this) {
            case IMPLICIT_TLS -> new Encryption.Implicit(tls);
            case STARTTLS_BEFORE_LOGIN, CLEAR_PERMITTED -> new Encryption.OnRequest(tls);
        };
    }
}
