package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/** Identifies a hosted DNS domain. Text form: {@code dom_…}. */
public record DomainId(UUID value) {

    private static final String PREFIX = "dom";

    /** Parses the text form; empty if the prefix, the length or a digit is wrong. */
    public static Optional<DomainId> parse(String text) {
        return IdText.read(PREFIX, text).map(DomainId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
