package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/**
 * Identifies a tenant: a customer. Every row and every cache key of the tenant's data begins with this id. Text form:
 * {@code ten_…}.
 */
public record TenantId(UUID value) {

    private static final String PREFIX = "ten";

    /** Parses the text form; empty if the prefix, the length or a digit is wrong. */
    public static Optional<TenantId> parse(String text) {
        return IdText.read(PREFIX, text).map(TenantId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
