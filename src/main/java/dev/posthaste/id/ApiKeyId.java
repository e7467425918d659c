package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/** A key with which a program calls the API. Written {@code key_…}. */
public record ApiKeyId(UUID value) {

    private static final String PREFIX = "key";

    /** Reads what {@link #toString} wrote. */
    public static Optional<ApiKeyId> parse(String text) {
        return IdText.read(PREFIX, text).map(ApiKeyId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
