package dev.posthaste.api.rest;

import dev.posthaste.api.DomainCalls;
import dev.posthaste.api.Operation;
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
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Hosted domains. */
@Path("/domains")
@Produces(MediaType.APPLICATION_JSON)
class DomainResource {

    private static final String DOMAIN = "`dom_…` or the name.";

    private final DomainCalls domains;
    private final Caller caller;

    DomainResource(DomainCalls domains, Caller caller) {
        this.domains = domains;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    public Uni<DomainJson.Domain> createDomain(DomainJson.@Nullable CreateDomainRequest body) {
        String name = Body.text(Body.required(body).name());
        return domains.create(caller.principal(), name).map(DomainJson.Domain::of);
    }

    @GET
    public Uni<DomainJson.ListDomainsResponse> listDomains(@Context UriInfo uri) {
        return domains.list(caller.principal(), QueryString.page(uri, Operation.LIST_DOMAINS))
                .map(DomainJson.ListDomainsResponse::of);
    }

    @GET
    @Path("/{domain}")
    public Uni<DomainJson.Domain> getDomain(@Parameter(description = DOMAIN) @RestPath String domain) {
        return domains.get(caller.principal(), domain).map(DomainJson.Domain::of);
    }

    @DELETE
    @Path("/{domain}")
    public Uni<Void> deleteDomain(@Parameter(description = DOMAIN) @RestPath String domain) {
        return domains.delete(caller.principal(), domain);
    }

    @GET
    @Path("/{domain}/records")
    public Uni<DomainJson.ListDnsRecordsResponse> listDnsRecords(
            @Parameter(description = DOMAIN) @RestPath String domain) {
        return domains.records(caller.principal(), domain).map(DomainJson.ListDnsRecordsResponse::of);
    }
}
