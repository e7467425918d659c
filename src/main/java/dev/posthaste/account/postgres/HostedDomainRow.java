package dev.posthaste.account.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "hosted_domain")
class HostedDomainRow {
    @Id
    UUID id;

    UUID tenantId;
    String name;
    Instant createdAt;
}
