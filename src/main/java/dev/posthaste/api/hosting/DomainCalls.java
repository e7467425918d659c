package dev.posthaste.api.hosting;

import dev.posthaste.account.DomainStore;
import dev.posthaste.account.HostedDomainEntry;
import dev.posthaste.account.SigningKey;
import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;
import dev.posthaste.api.Access;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.DnsRecord;
import dev.posthaste.api.Endpoint;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Operation.Nothing;
import dev.posthaste.api.PageToken;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Shapes;
import dev.posthaste.api.Worker;
import dev.posthaste.api.ZoneRecords;
import dev.posthaste.api.hosting.DomainShapes.CreateDomainRequest;
import dev.posthaste.api.hosting.DomainShapes.ListDnsRecordsResponse;
import dev.posthaste.api.hosting.DomainShapes.ListDomainsResponse;
import dev.posthaste.id.DomainId;
import dev.posthaste.id.TenantId;
import dev.posthaste.login.Principal;
import dev.posthaste.login.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Hosted domains, their DKIM keys and what they must publish. Wherever a domain is named, its id or its name serves. */
@Singleton
public final class DomainCalls implements Endpoint.Resource {

    /** Create a domain. */
    public static final Operation<CreateDomainRequest, DomainShapes.Domain> CREATE_DOMAIN = Operation.named(
                    "createDomain", Scope.DOMAINS_WRITE, "Create a domain")
            .post("/domains", CreateDomainRequest.class, DomainShapes.Domain.class)
            .example("{\"name\": \"example.org\"}")
            .fails(ErrorCode.MISSING_FIELD, ErrorCode.INVALID_VALUE, ErrorCode.DOMAIN_TAKEN);

    /** Get a domain. */
    public static final Operation<Nothing, DomainShapes.Domain> GET_DOMAIN = Operation.named(
                    "getDomain", Scope.DOMAINS_READ, "Get a domain")
            .get("/domains/{domain}", Nothing.class, DomainShapes.Domain.class)
            .fails();

    /** List domains. */
    public static final Operation<Nothing, ListDomainsResponse> LIST_DOMAINS = Operation.named(
                    "listDomains", Scope.DOMAINS_READ, "List domains")
            .get("/domains", Nothing.class, ListDomainsResponse.class)
            .fails();

    /** Delete a domain. */
    public static final Operation<Nothing, Nothing> DELETE_DOMAIN = Operation.named(
                    "deleteDomain", Scope.DOMAINS_WRITE, "Delete a domain")
            .delete("/domains/{domain}", Nothing.class)
            .fails(ErrorCode.DOMAIN_IN_USE);

    /** List a domain's DNS records. */
    public static final Operation<Nothing, ListDnsRecordsResponse> LIST_DNS_RECORDS = Operation.named(
                    "listDnsRecords", Scope.DOMAINS_READ, "List a domain's DNS records")
            .get("/domains/{domain}/records", Nothing.class, ListDnsRecordsResponse.class)
            .fails();

    private static final String LIST = "domains";

    private final DomainStore domains;
    private final ZoneRecords zone;
    private final Worker worker;

    /** Uses these. */
    public DomainCalls(DomainStore domains, ZoneRecords zone, Worker worker) {
        this.domains = domains;
        this.zone = zone;
        this.worker = worker;
    }

    @Override
    public List<Endpoint<?, ?>> endpoints() {
        return List.of(
                Endpoint.of(
                        CREATE_DOMAIN,
                        (call, body) ->
                                create(call.caller(), Shapes.text(body.name())).map(DomainShapes.Domain::of)),
                Endpoint.of(
                        GET_DOMAIN,
                        (call, none) -> get(call.caller(), call.name()).map(DomainShapes.Domain::of)),
                Endpoint.of(
                        LIST_DOMAINS,
                        (call, none) -> list(call.caller(), call.page())
                                .map(page ->
                                        new ListDomainsResponse(page.shapes(DomainShapes.Domain::of), page.next()))),
                Endpoint.of(
                        DELETE_DOMAIN,
                        (call, none) ->
                                delete(call.caller(), call.when(), call.name()).replaceWith(Nothing.NOTHING)),
                Endpoint.of(
                        LIST_DNS_RECORDS,
                        (call, none) -> records(call.caller(), call.name()).map(ListDnsRecordsResponse::new)));
    }

    /** A domain with what it must publish. */
    public record DomainView(HostedDomainEntry domain, List<DnsRecord> records) {
        /** Keeps its own copy. */
        public DomainView {
            records = List.copyOf(records);
        }
    }

    /** Hosts a domain. */
    public Uni<DomainView> create(Principal caller, String name) {
        return Access.run(caller, CREATE_DOMAIN, tenant -> {
            DomainName wanted = newName(name);
            return Uni.createFrom()
                    .item(() -> SigningKeys.generate(wanted))
                    .runSubscriptionOn(worker)
                    .flatMap(keys -> create(tenant, wanted, keys));
        });
    }

    private Uni<DomainView> create(TenantId tenant, DomainName name, List<SigningKey> keys) {
        return domains.create(tenant, name, keys).map(creation -> switch (creation) {
            case DomainStore.Creation.Created(HostedDomainEntry made) -> view(made);
            case DomainStore.Creation.NameTaken() ->
                throw ApiException.at("/name", ErrorCode.DOMAIN_TAKEN, name + " is hosted already", "");
        });
    }

    /** One domain. */
    public Uni<DomainView> get(Principal caller, String domain) {
        return Access.run(caller, GET_DOMAIN, tenant -> find(tenant, domain).map(this::view));
    }

    /** A page of domains. */
    public Uni<PageToken.Slice<DomainView>> list(Principal caller, PageToken page) {
        return Access.run(
                caller,
                LIST_DOMAINS,
                tenant -> domains.list(tenant, page.request(LIST, DomainId::parse))
                        .map(found -> PageToken.slice(LIST, found))
                        .map(found -> new PageToken.Slice<>(
                                found.items().stream().map(this::view).toList(), found.next())));
    }

    /** What a domain must publish. */
    public Uni<List<DnsRecord>> records(Principal caller, String domain) {
        return Access.run(
                caller,
                LIST_DNS_RECORDS,
                tenant -> find(tenant, domain).map(this::view).map(DomainView::records));
    }

    /** Stops hosting a domain. */
    public Uni<Void> delete(Principal caller, Precondition when, String domain) {
        return Access.run(
                caller,
                DELETE_DOMAIN,
                tenant -> find(tenant, domain)
                        .invoke(found -> when.require(DomainShapes.tag(view(found))))
                        .flatMap(found -> domains.delete(tenant, found.id()))
                        .invoke(deletion -> requireDeleted(deletion, domain))
                        .replaceWithVoid());
    }

    private static void requireDeleted(DomainStore.Deletion deletion, String domain) {
        switch (deletion) {
            case DELETED -> {}
            case NOT_FOUND -> throw Access.notFound("domain", domain);
            case IN_USE ->
                throw ApiException.of(
                        ErrorCode.DOMAIN_IN_USE, "accounts or aliases still have addresses in '" + domain + "'");
        }
    }

    private Uni<HostedDomainEntry> find(TenantId tenant, String text) {
        Optional<DomainId> id = DomainId.parse(text);
        Uni<Optional<HostedDomainEntry>> found =
                id.isPresent() ? domains.get(tenant, id.get()) : domains.get(tenant, name(text));
        return found.map(domain -> domain.orElseThrow(() -> Access.notFound("domain", text)));
    }

    private DomainView view(HostedDomainEntry domain) {
        return new DomainView(domain, zone.of(domain));
    }

    private static DomainName name(String text) {
        try {
            return DomainName.parse(text);
        } catch (AddressSyntaxException notAName) {
            throw Access.notFound("domain", text);
        }
    }

    private static DomainName newName(String text) {
        if (text.isBlank()) {
            throw ApiException.at("/name", ErrorCode.MISSING_FIELD, "'name' is required", "");
        }
        try {
            return DomainName.parse(text);
        } catch (AddressSyntaxException notAName) {
            throw ApiException.at(
                    "/name", ErrorCode.INVALID_VALUE, String.valueOf(notAName.getMessage()), "example.org");
        }
    }
}
