package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/** A customer. Every row and every cache key of its data begins with it. Written {@code ten_…}. */
public record TenantId(UUID value) {

    private static final String PREFIX = "ten";

    /** Reads what {@link #toString} wrote. */
    public static Optional<TenantId> parse(String text) {
        return IdText.read(PREFIX, text).map(TenantId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
