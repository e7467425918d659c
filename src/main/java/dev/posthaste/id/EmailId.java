package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/** A transport object: one submission or arrival with its recipients and attempts. Written {@code em_…}. */
public record EmailId(UUID value) {

    private static final String PREFIX = "em";

    /** Reads what {@link #toString} wrote. */
    public static Optional<EmailId> parse(String text) {
        return IdText.read(PREFIX, text).map(EmailId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
