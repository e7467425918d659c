package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/**
 * Identifies an email: a transport object, one submission or arrival with its recipients and attempts. Text form:
 * {@code em_…}.
 */
public record EmailId(UUID value) {

    private static final String PREFIX = "em";

    /** Parses the text form; empty if the prefix, the length or a digit is wrong. */
    public static Optional<EmailId> parse(String text) {
        return IdText.read(PREFIX, text).map(EmailId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
