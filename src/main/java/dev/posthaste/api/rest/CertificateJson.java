package dev.posthaste.api.rest;

import dev.posthaste.api.EntityTag;
import dev.posthaste.api.PageToken;
import dev.posthaste.certificate.CertificateBundle;
import dev.posthaste.certificate.CertificateName;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The JSON of certificates. */
final class CertificateJson {

    private static final int HEXADECIMAL = 16;

    private CertificateJson() {}

    @Schema(description = "A certificate; its private key is shown to nobody.")
    record Certificate(
            @Schema(examples = "crt_06bqmz8f9r7dn6fjs0z2c4v9ew")
            String id,

            @Schema(description = "The hosts that it vouches for.")
            List<String> names,

            @Schema(description = "Who signed it.") String issuer,

            @Schema(description = "Its number, hexadecimal.")
            String serial,

            @Schema(description = "SHA-256 of the server's certificate, hexadecimal.")
            String fingerprint,

            @Schema(description = "The first moment at which it counts.")
            Instant notBefore,

            @Schema(description = "The last moment at which it counts.")
            Instant notAfter,

            @Schema(
                    description = "Where it came from.",
                    enumeration = {"uploaded", "self_signed"})
            String source,

            @Schema(description = "The chain as PEM.") String chain,
            @Schema(description = "When it was brought.") Instant createdAt,

            @Schema(description = "Tells one state from another; ETag alike.")
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
                    Words.of(certificate.source()),
                    bundle.chainPem(),
                    certificate.createdAt(),
                    EntityTag.of(certificate).text());
        }
    }

    @Schema(
            description = "A new certificate.",
            requiredProperties = {"chain", "private_key"})
    record UploadCertificateRequest(
            @Schema(description = "The chain as PEM, the server's own certificate first.") @Nullable
            String chain,

            @Schema(description = "The private key as PEM, not encrypted.") @Nullable
            String privateKey) {
        @Override
        public String toString() {
            return "UploadCertificateRequest";
        }
    }

    @Schema(description = "A page of certificates.")
    record ListCertificatesResponse(
            @Schema(description = "Oldest first.") List<Certificate> certificates,
            @Schema(description = "Empty on the last page.") String nextPageToken)
            implements Paged {

        static ListCertificatesResponse of(PageToken.Slice<dev.posthaste.certificate.Certificate> page) {
            return new ListCertificatesResponse(
                    page.items().stream().map(Certificate::of).toList(), page.next());
        }
    }
}
