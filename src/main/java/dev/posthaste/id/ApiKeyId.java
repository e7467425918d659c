package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/** Identifies an API key. Text form: {@code key_…}. */
public record ApiKeyId(UUID value) {

    private static final String PREFIX = "key";

    /** Parses the text form; empty if the prefix, the length or a digit is wrong. */
    public static Optional<ApiKeyId> parse(String text) {
        return IdText.read(PREFIX, text).map(ApiKeyId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
