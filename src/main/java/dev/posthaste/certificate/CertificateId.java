package dev.posthaste.certificate;

import dev.posthaste.id.IdText;
import java.util.Optional;
import java.util.UUID;

/** The id of a certificate, written {@code crt_…}. */
public record CertificateId(UUID value) {

    private static final String PREFIX = "crt";

    /** Reads what {@link #toString} wrote. */
    public static Optional<CertificateId> parse(String text) {
        return IdText.read(PREFIX, text).map(CertificateId::new);
    }

    @Override
    public String toString() {
        return IdText.write(PREFIX, value);
    }
}
