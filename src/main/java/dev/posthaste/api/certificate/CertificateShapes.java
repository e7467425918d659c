package dev.posthaste.api.certificate;

import dev.posthaste.api.EntityTag;
import dev.posthaste.api.Operation.Paged;
import dev.posthaste.api.Operation.Tagged;
import dev.posthaste.api.Shapes;
import dev.posthaste.certificate.CertificateBundle;
import dev.posthaste.certificate.CertificateName;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The requests and answers about certificates; {@code certificate.proto} describes them. */
final class CertificateShapes {

    private static final int HEXADECIMAL = 16;

    private CertificateShapes() {}

    /** A certificate never changes. */
    static EntityTag tag(dev.posthaste.certificate.Certificate certificate) {
        return EntityTag.of(certificate.id(), certificate.bundle().fingerprint(), certificate.createdAt());
    }

    @Schema
    record Certificate(
            String id,
            List<String> names,
            String issuer,
            String serial,
            String fingerprint,
            Instant notBefore,
            Instant notAfter,
            String source,
            String chain,
            Instant createdAt,
            String etag)
            implements Tagged {

        static Certificate of(dev.posthaste.certificate.Certificate certificate) {
            CertificateBundle bundle = certificate.bundle();
            return new Certificate(
                    certificate.id().toString(),
                    bundle.names().stream().map(CertificateName::toString).toList(),
                    bundle.issuer(),
                    bundle.serial().toString(HEXADECIMAL),
                    bundle.fingerprint(),
                    bundle.notBefore(),
                    bundle.notAfter(),
                    Shapes.word(certificate.source()),
                    bundle.chainPem(),
                    certificate.createdAt(),
                    tag(certificate).text());
        }
    }

    @Schema
    record UploadCertificateRequest(
            @Nullable String chain, @Nullable String privateKey) {
        @Override
        public String toString() {
            return "UploadCertificateRequest";
        }
    }

    @Schema
    record ListCertificatesResponse(List<Certificate> certificates, String nextPageToken) implements Paged {}
}
