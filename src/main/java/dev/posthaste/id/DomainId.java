package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/** A hosted DNS domain. Written {@code dom_…}. */
public record DomainId(UUID value) {

    private static final String PREFIX = "dom";

    /** Reads what {@link #toString} wrote. */
    public static Optional<DomainId> parse(String text) {
        return IdText.read(PREFIX, text).map(DomainId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
