package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/** Another address of an account. Written {@code als_…}. */
public record AliasId(UUID value) {

    private static final String PREFIX = "als";

    /** Reads what {@link #toString} wrote. */
    public static Optional<AliasId> parse(String text) {
        return IdText.read(PREFIX, text).map(AliasId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
