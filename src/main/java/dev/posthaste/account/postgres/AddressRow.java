package dev.posthaste.account.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "address")
class AddressRow {
    static final String OWN = "own";
    static final String ALIAS = "alias";
    static final String CATCH_ALL = "catch_all";

    @Id
    String folded;

    UUID tenantId;
    UUID id;
    UUID accountId;
    UUID domainId;
    String kind;
    String written;
    Instant createdAt;
}
