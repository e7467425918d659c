package dev.posthaste.account.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "signing_key")
@IdClass(SigningKeyRow.Key.class)
class SigningKeyRow {
    @Id
    UUID tenantId;

    @Id
    UUID domainId;

    @Id
    String selector;

    String algorithm;
    byte[] sealedPrivate;
    byte[] publicKey;
    Instant createdAt;

    record Key(UUID tenantId, UUID domainId, String selector) implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
