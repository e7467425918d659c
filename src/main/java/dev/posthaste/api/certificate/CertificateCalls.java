package dev.posthaste.api.certificate;

import dev.posthaste.api.Access;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.Endpoint;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Findings;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Operation.Nothing;
import dev.posthaste.api.PageToken;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Shapes;
import dev.posthaste.api.Worker;
import dev.posthaste.api.certificate.CertificateShapes.ListCertificatesResponse;
import dev.posthaste.api.certificate.CertificateShapes.UploadCertificateRequest;
import dev.posthaste.certificate.Certificate;
import dev.posthaste.certificate.CertificateBundle;
import dev.posthaste.certificate.CertificateId;
import dev.posthaste.certificate.CertificateName;
import dev.posthaste.certificate.CertificateProblem;
import dev.posthaste.certificate.CertificateStore;
import dev.posthaste.certificate.OwnNames;
import dev.posthaste.certificate.ServedCertificates;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.login.Principal;
import dev.posthaste.login.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;

/** Certificates that this server presents. After a change the ports present what is kept, before the answer is given. */
@Singleton
public final class CertificateCalls implements Endpoint.Resource {

    /** Upload a certificate. */
    public static final Operation<UploadCertificateRequest, CertificateShapes.Certificate> UPLOAD_CERTIFICATE =
            Operation.named("uploadCertificate", Scope.CERTIFICATES_WRITE, "Upload a certificate")
                    .post("/certificates", UploadCertificateRequest.class, CertificateShapes.Certificate.class)
                    .example(
                            "{\"chain\": \"-----BEGIN CERTIFICATE-----\\n…\", \"private_key\": \"-----BEGIN PRIVATE KEY-----\\n…\"}")
                    .fails(
                            ErrorCode.MISSING_FIELD,
                            ErrorCode.VALIDATION_FAILED,
                            ErrorCode.CERTIFICATE_INVALID,
                            ErrorCode.DOMAIN_NOT_HOSTED,
                            ErrorCode.CERTIFICATE_EXISTS,
                            ErrorCode.TOO_MANY);

    /** Get a certificate. */
    public static final Operation<Nothing, CertificateShapes.Certificate> GET_CERTIFICATE = Operation.named(
                    "getCertificate", Scope.CERTIFICATES_READ, "Get a certificate")
            .get("/certificates/{id}", Nothing.class, CertificateShapes.Certificate.class)
            .fails();

    /** List certificates. */
    public static final Operation<Nothing, ListCertificatesResponse> LIST_CERTIFICATES = Operation.named(
                    "listCertificates", Scope.CERTIFICATES_READ, "List certificates")
            .get("/certificates", Nothing.class, ListCertificatesResponse.class)
            .fails();

    /** Delete a certificate. */
    public static final Operation<Nothing, Nothing> DELETE_CERTIFICATE = Operation.named(
                    "deleteCertificate", Scope.CERTIFICATES_WRITE, "Delete a certificate")
            .delete("/certificates/{id}", Nothing.class)
            .fails();

    private static final String LIST = "certificates";

    private final CertificateStore store;
    private final OwnNames names;
    private final ServedCertificates served;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final Executor worker;

    /** Uses these. */
    public CertificateCalls(
            CertificateStore store,
            OwnNames names,
            ServedCertificates served,
            Uuid7 ids,
            InstantSource clock,
            Worker worker) {
        this.names = names;
        this.store = store;
        this.served = served;
        this.ids = ids;
        this.clock = clock;
        this.worker = worker;
    }

    @Override
    public List<Endpoint<?, ?>> endpoints() {
        return List.of(
                Endpoint.of(
                        UPLOAD_CERTIFICATE,
                        (call, body) -> upload(
                                        call.caller(),
                                        Shapes.text(body.chain()),
                                        new Secret(Shapes.text(body.privateKey())))
                                .map(CertificateShapes.Certificate::of)),
                Endpoint.of(
                        GET_CERTIFICATE,
                        (call, none) -> get(call.caller(), call.name()).map(CertificateShapes.Certificate::of)),
                Endpoint.of(
                        LIST_CERTIFICATES,
                        (call, none) -> list(call.caller(), call.page())
                                .map(page -> new ListCertificatesResponse(
                                        page.shapes(CertificateShapes.Certificate::of), page.next()))),
                Endpoint.of(
                        DELETE_CERTIFICATE,
                        (call, none) ->
                                delete(call.caller(), call.when(), call.name()).replaceWith(Nothing.NOTHING)));
    }

    /** Brings a certificate with its key. */
    public Uni<Certificate> upload(Principal caller, String chainPem, Secret keyPem) {
        return Access.run(caller, UPLOAD_CERTIFICATE, tenant -> {
            Findings findings = new Findings();
            findings.require("/chain", chainPem);
            findings.require("/private_key", keyPem.use(text -> text.isBlank() ? "" : "present"));
            findings.throwIfAny();
            return Uni.createFrom()
                    .item(() -> CertificateBundle.parsePem(chainPem, keyPem, clock.instant()))
                    .runSubscriptionOn(worker)
                    .flatMap(parsed -> keep(tenant, parsed));
        });
    }

    private Uni<Certificate> keep(TenantId tenant, CertificateBundle.Parsed parsed) {
        return switch (parsed) {
            case CertificateBundle.Parsed.Complete(CertificateBundle bundle) ->
                keep(new Certificate(
                        tenant, new CertificateId(ids.next()), bundle, Certificate.Source.UPLOADED, clock.instant()));
            case CertificateBundle.Parsed.Refused(CertificateProblem problem) -> throw refused(problem);
        };
    }

    private Uni<Certificate> keep(Certificate certificate) {
        return names.foreign(certificate.tenant(), certificate.bundle().names())
                .invoke(CertificateCalls::requireOwn)
                .flatMap(own -> store.create(certificate))
                .invoke(created -> requireCreated(created, certificate))
                .flatMap(created -> served.refresh())
                .replaceWith(certificate);
    }

    private static void requireOwn(List<CertificateName> foreign) {
        if (!foreign.isEmpty()) {
            String name = foreign.getFirst().toString();
            throw ApiException.at(
                            "/chain",
                            ErrorCode.DOMAIN_NOT_HOSTED,
                            "the certificate vouches for " + name + ", which is in none of your domains",
                            "")
                    .with("domain", name);
        }
    }

    private static void requireCreated(CertificateStore.Creation creation, Certificate certificate) {
        switch (creation) {
            case CREATED -> {}
            case ALREADY_THERE ->
                throw ApiException.of(
                        ErrorCode.CERTIFICATE_EXISTS,
                        "the certificate with the fingerprint "
                                + certificate.bundle().fingerprint() + " is here already");
            case TENANT_FULL ->
                throw ApiException.of(
                        ErrorCode.TOO_MANY,
                        "a tenant has at most " + CertificateStore.MAX_PER_TENANT + " certificates");
        }
    }

    /** Which of the two texts is to blame. */
    private static ApiException refused(CertificateProblem problem) {
        String pointer =
                switch (problem) {
                    case NO_KEY, ENCRYPTED_KEY, UNSUPPORTED_KEY, KEY_MISMATCH -> "/private_key";
                    case NO_CERTIFICATE, MALFORMED, TOO_LONG, CHAIN_OUT_OF_ORDER, EXPIRED, NO_DNS_NAME -> "/chain";
                };
        return ApiException.at(pointer, ErrorCode.CERTIFICATE_INVALID, problem.text(), "");
    }

    /** One certificate. */
    public Uni<Certificate> get(Principal caller, String certificate) {
        return Access.run(
                caller,
                GET_CERTIFICATE,
                tenant -> store.get(tenant, id(certificate))
                        .map(found -> found.orElseThrow(() -> notFound(certificate))));
    }

    /** A page of certificates. */
    public Uni<PageToken.Slice<Certificate>> list(Principal caller, PageToken page) {
        return Access.run(
                caller,
                LIST_CERTIFICATES,
                tenant -> store.list(tenant, page.request(LIST, CertificateId::parse))
                        .map(found -> PageToken.slice(LIST, found)));
    }

    /** Presents a certificate no longer. */
    public Uni<Void> delete(Principal caller, Precondition when, String certificate) {
        return Access.run(
                caller,
                DELETE_CERTIFICATE,
                tenant -> store.get(tenant, id(certificate))
                        .invoke(found -> found.ifPresent(known -> when.require(CertificateShapes.tag(known))))
                        .flatMap(found -> store.delete(tenant, id(certificate)))
                        .invoke(deletion -> requireDeleted(deletion, certificate))
                        .flatMap(deletion -> served.refresh()));
    }

    private static void requireDeleted(CertificateStore.Deletion deletion, String certificate) {
        switch (deletion) {
            case DELETED -> {}
            case NOT_FOUND -> throw notFound(certificate);
        }
    }

    private static CertificateId id(String text) {
        return CertificateId.parse(text).orElseThrow(() -> notFound(text));
    }

    private static ApiException notFound(String text) {
        return Access.notFound("certificate", text);
    }
}
