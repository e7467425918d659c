package dev.posthaste.certificate;

import dev.posthaste.id.TenantId;
import java.time.Instant;

/** A certificate that a tenant keeps here. */
public record Certificate(
        TenantId tenant, CertificateId id, CertificateBundle bundle, Source source, Instant createdAt) {

    /** Where a certificate came from. */
    public enum Source {
        /** The tenant brought it. */
        UPLOADED,
        /** This server made it. */
        SELF_SIGNED
    }
}
