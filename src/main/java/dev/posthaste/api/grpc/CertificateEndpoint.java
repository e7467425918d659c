package dev.posthaste.api.grpc;

import com.google.protobuf.Empty;
import dev.posthaste.api.CertificateCalls;
import dev.posthaste.api.EntityTag;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Target;
import dev.posthaste.api.grpc.v1.Certificate;
import dev.posthaste.api.grpc.v1.CertificateService;
import dev.posthaste.api.grpc.v1.CertificateSource;
import dev.posthaste.api.grpc.v1.DeleteCertificateRequest;
import dev.posthaste.api.grpc.v1.GetCertificateRequest;
import dev.posthaste.api.grpc.v1.ListCertificatesRequest;
import dev.posthaste.api.grpc.v1.ListCertificatesResponse;
import dev.posthaste.api.grpc.v1.UploadCertificateRequest;
import dev.posthaste.certificate.CertificateBundle;
import dev.posthaste.certificate.CertificateName;
import dev.posthaste.id.Secret;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;

/** Certificates over gRPC. */
@GrpcService
class CertificateEndpoint implements CertificateService {

    private static final int HEXADECIMAL = 16;

    private final CertificateCalls certificates;
    private final Calls calls;

    CertificateEndpoint(CertificateCalls certificates, Calls calls) {
        this.certificates = certificates;
        this.calls = calls;
    }

    @Override
    public Uni<Certificate> uploadCertificate(UploadCertificateRequest request) {
        Target target = Target.of(Operation.UPLOAD_CERTIFICATE);
        return calls.once(
                target,
                request,
                Certificate.parser(),
                caller -> certificates
                        .upload(caller, request.getChain(), new Secret(request.getPrivateKey()))
                        .map(CertificateEndpoint::certificate));
    }

    @Override
    public Uni<Certificate> getCertificate(GetCertificateRequest request) {
        return calls.one(caller -> certificates.get(caller, request.getId()).map(CertificateEndpoint::certificate));
    }

    @Override
    public Uni<ListCertificatesResponse> listCertificates(ListCertificatesRequest request) {
        return calls.one(caller -> certificates
                .list(caller, Shapes.page(request.getPageSize(), request.getPageToken()))
                .map(page -> ListCertificatesResponse.newBuilder()
                        .addAllCertificates(page.items().stream()
                                .map(CertificateEndpoint::certificate)
                                .toList())
                        .setNextPageToken(page.next())
                        .build()));
    }

    @Override
    public Uni<Empty> deleteCertificate(DeleteCertificateRequest request) {
        Target target = Target.of(Operation.DELETE_CERTIFICATE, request.getId());
        return calls.done(
                target,
                request,
                caller -> certificates.delete(caller, Precondition.ofField(request.getEtag()), request.getId()));
    }

    private static Certificate certificate(dev.posthaste.certificate.Certificate certificate) {
        CertificateBundle bundle = certificate.bundle();
        CertificateSource source =
                switch (certificate.source()) {
                    case UPLOADED -> CertificateSource.CERTIFICATE_SOURCE_UPLOADED;
                    case SELF_SIGNED -> CertificateSource.CERTIFICATE_SOURCE_SELF_SIGNED;
                };
        return Certificate.newBuilder()
                .setId(certificate.id().toString())
                .addAllNames(
                        bundle.names().stream().map(CertificateName::toString).toList())
                .setIssuer(bundle.issuer())
                .setSerial(bundle.serial().toString(HEXADECIMAL))
                .setFingerprint(bundle.fingerprint())
                .setNotBefore(Shapes.time(bundle.notBefore()))
                .setNotAfter(Shapes.time(bundle.notAfter()))
                .setSource(source)
                .setEtag(EntityTag.of(certificate).text())
                .setChain(bundle.chainPem())
                .setCreatedAt(Shapes.time(certificate.createdAt()))
                .build();
    }
}
