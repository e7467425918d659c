package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/** Identifies an alias: an additional address of an account. Text form: {@code als_…}. */
public record AliasId(UUID value) {

    private static final String PREFIX = "als";

    /** Parses the text form; empty if the prefix, the length or a digit is wrong. */
    public static Optional<AliasId> parse(String text) {
        return IdText.read(PREFIX, text).map(AliasId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
