package dev.posthaste.api.rest;

import dev.posthaste.api.CertificateCalls;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Target;
import dev.posthaste.id.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Certificates that this server presents. */
@Path("/certificates")
@Produces(MediaType.APPLICATION_JSON)
class CertificateResource {

    private final CertificateCalls certificates;
    private final Mutations mutations;
    private final Caller caller;

    CertificateResource(CertificateCalls certificates, Mutations mutations, Caller caller) {
        this.certificates = certificates;
        this.mutations = mutations;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<CertificateJson.Certificate>> uploadCertificate(
            CertificateJson.@Nullable UploadCertificateRequest body) {
        CertificateJson.UploadCertificateRequest upload = Body.required(body);
        Secret key = new Secret(Body.text(upload.privateKey()));
        Target target = Target.of(Operation.UPLOAD_CERTIFICATE);
        return mutations.answer(
                target,
                upload,
                CertificateJson.Certificate.class,
                who -> certificates.upload(who, Body.text(upload.chain()), key).map(CertificateJson.Certificate::of));
    }

    @GET
    public Uni<CertificateJson.ListCertificatesResponse> listCertificates(@Context UriInfo uri) {
        return certificates
                .list(caller.principal(), QueryString.page(uri, Operation.LIST_CERTIFICATES))
                .map(CertificateJson.ListCertificatesResponse::of);
    }

    @GET
    @Path("/{id}")
    public Uni<CertificateJson.Certificate> getCertificate(@Parameter(description = "`crt_…`.") @RestPath String id) {
        return certificates.get(caller.principal(), id).map(CertificateJson.Certificate::of);
    }

    @DELETE
    @Path("/{id}")
    public Uni<RestResponse<Void>> deleteCertificate(@Parameter(description = "`crt_…`.") @RestPath String id) {
        Target target = Target.of(Operation.DELETE_CERTIFICATE, id);
        Precondition when = caller.ifMatch();
        return mutations.done(target, Mutations.NO_BODY, who -> certificates.delete(who, when, id));
    }
}
