package dev.posthaste.account.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "api_key")
class ApiKeyRow {
    @Id
    UUID id;

    UUID tenantId;
    String name;
    String[] scopes;
    byte[] secretHash;
    Instant createdAt;
    Instant revokedAt;
}
