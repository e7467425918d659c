package dev.posthaste.certificate.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "certificate")
class CertificateRow {
    @Id
    UUID id;

    UUID tenantId;
    String source;
    String fingerprint;
    String chainPem;
    byte[] sealedKey;
    Instant createdAt;
}
