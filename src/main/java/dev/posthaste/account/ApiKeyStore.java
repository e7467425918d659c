package dev.posthaste.account;

import dev.posthaste.id.ApiKeyId;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The API keys of tenants. Only hashes of secrets are kept. */
public interface ApiKeyStore {

    /** Stores a new key; {@code secretHash} is the SHA-256 of its whole text. */
    Uni<ApiKey> create(TenantId tenant, ApiKeyId id, String name, List<String> scopes, byte[] secretHash);

    /** A page of the tenant's keys, revoked ones included. */
    Uni<Page<ApiKey>> list(TenantId tenant, Page.Request page);

    /** The key with this id, revoked or not; empty if the tenant has none. */
    Uni<Optional<ApiKey>> get(TenantId tenant, ApiKeyId id);

    /** Revokes a key immediately; empty if the tenant has no such key. */
    Uni<Optional<ApiKey>> revoke(TenantId tenant, ApiKeyId id);

    /** The key with this hash, if it has not been revoked. */
    Uni<Optional<ApiKey>> bySecretHash(byte[] secretHash);

    /** A key without its secret. */
    record ApiKey(
            TenantId tenant,
            ApiKeyId id,
            String name,
            List<String> scopes,
            Instant createdAt,
            Optional<Instant> revokedAt) {
        /** Keeps its own copy of the scopes. */
        public ApiKey {
            scopes = List.copyOf(scopes);
        }
    }
}
