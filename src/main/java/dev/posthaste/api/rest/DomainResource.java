package dev.posthaste.api.rest;

import dev.posthaste.api.DomainCalls;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Target;
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

/** Hosted domains. */
@Path("/domains")
@Produces(MediaType.APPLICATION_JSON)
class DomainResource {

    private static final String DOMAIN = "`dom_…` or the name.";

    private final DomainCalls domains;
    private final Mutations mutations;
    private final Caller caller;

    DomainResource(DomainCalls domains, Mutations mutations, Caller caller) {
        this.domains = domains;
        this.mutations = mutations;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<DomainJson.Domain>> createDomain(DomainJson.@Nullable CreateDomainRequest body) {
        DomainJson.CreateDomainRequest wanted = Body.required(body);
        return mutations.answer(
                Target.of(Operation.CREATE_DOMAIN),
                wanted,
                DomainJson.Domain.class,
                who -> domains.create(who, Body.text(wanted.name())).map(DomainJson.Domain::of));
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
    public Uni<RestResponse<Void>> deleteDomain(@Parameter(description = DOMAIN) @RestPath String domain) {
        Target target = Target.of(Operation.DELETE_DOMAIN, domain);
        Precondition when = caller.ifMatch();
        return mutations.done(target, Mutations.NO_BODY, who -> domains.delete(who, when, domain));
    }

    @GET
    @Path("/{domain}/records")
    public Uni<DomainJson.ListDnsRecordsResponse> listDnsRecords(
            @Parameter(description = DOMAIN) @RestPath String domain) {
        return domains.records(caller.principal(), domain).map(DomainJson.ListDnsRecordsResponse::of);
    }
}
