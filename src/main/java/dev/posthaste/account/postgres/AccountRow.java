package dev.posthaste.account.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "account")
class AccountRow {
    @Id
    UUID id;

    UUID tenantId;
    UUID domainId;
    String address;
    String displayName;
    String passwordHash;
    UUID inboxId;
    Instant createdAt;
}
