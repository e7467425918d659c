package dev.posthaste.certificate;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;

/** A DNS name of a certificate's subjectAltName (RFC 9525 section 6.3). */
public sealed interface CertificateName {

    /** Exactly this host. */
    record Exact(DomainName host) implements CertificateName {
        @Override
        public String toString() {
            return host.ascii();
        }
    }

    /** {@code *.parent}: every host exactly one label below {@code parent}, and not {@code parent} itself. */
    record Wildcard(DomainName parent) implements CertificateName {
        @Override
        public String toString() {
            return PREFIX + parent.ascii();
        }
    }

    /** How a wildcard begins. The asterisk is the whole left-most label (RFC 9525 section 6.3). */
    String PREFIX = "*.";

    /**
     * Reads a host name or a {@code *.} wildcard.
     *
     * @throws AddressSyntaxException if the rest is no domain name
     */
    static CertificateName parse(String text) throws AddressSyntaxException {
        return text.startsWith(PREFIX)
                ? new Wildcard(DomainName.parse(text.substring(PREFIX.length())))
                : new Exact(DomainName.parse(text));
    }
}
