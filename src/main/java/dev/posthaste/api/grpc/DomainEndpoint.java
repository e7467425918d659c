package dev.posthaste.api.grpc;

import com.google.protobuf.Empty;
import dev.posthaste.account.SigningKey;
import dev.posthaste.api.DomainCalls;
import dev.posthaste.api.EntityTag;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Precondition;
import dev.posthaste.api.Target;
import dev.posthaste.api.grpc.v1.CreateDomainRequest;
import dev.posthaste.api.grpc.v1.DeleteDomainRequest;
import dev.posthaste.api.grpc.v1.DkimAlgorithm;
import dev.posthaste.api.grpc.v1.DkimKey;
import dev.posthaste.api.grpc.v1.DnsRecord;
import dev.posthaste.api.grpc.v1.Domain;
import dev.posthaste.api.grpc.v1.DomainService;
import dev.posthaste.api.grpc.v1.GetDomainRequest;
import dev.posthaste.api.grpc.v1.ListDnsRecordsRequest;
import dev.posthaste.api.grpc.v1.ListDnsRecordsResponse;
import dev.posthaste.api.grpc.v1.ListDomainsRequest;
import dev.posthaste.api.grpc.v1.ListDomainsResponse;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;

/** Domains over gRPC. */
@GrpcService
class DomainEndpoint implements DomainService {

    private final DomainCalls domains;
    private final Calls calls;

    DomainEndpoint(DomainCalls domains, Calls calls) {
        this.domains = domains;
        this.calls = calls;
    }

    @Override
    public Uni<Domain> createDomain(CreateDomainRequest request) {
        Target target = Target.of(Operation.CREATE_DOMAIN);
        return calls.once(
                target,
                request,
                Domain.parser(),
                caller -> domains.create(caller, request.getName()).map(DomainEndpoint::domain));
    }

    @Override
    public Uni<Domain> getDomain(GetDomainRequest request) {
        return calls.one(caller -> domains.get(caller, request.getDomain()).map(DomainEndpoint::domain));
    }

    @Override
    public Uni<ListDomainsResponse> listDomains(ListDomainsRequest request) {
        return calls.one(caller -> domains.list(caller, Shapes.page(request.getPageSize(), request.getPageToken()))
                .map(page -> ListDomainsResponse.newBuilder()
                        .addAllDomains(page.items().stream()
                                .map(DomainEndpoint::domain)
                                .toList())
                        .setNextPageToken(page.next())
                        .build()));
    }

    @Override
    public Uni<Empty> deleteDomain(DeleteDomainRequest request) {
        Target target = Target.of(Operation.DELETE_DOMAIN, request.getDomain());
        return calls.done(
                target,
                request,
                caller -> domains.delete(caller, Precondition.ofField(request.getEtag()), request.getDomain()));
    }

    @Override
    public Uni<ListDnsRecordsResponse> listDnsRecords(ListDnsRecordsRequest request) {
        return calls.one(caller -> domains.records(caller, request.getDomain())
                .map(records -> ListDnsRecordsResponse.newBuilder()
                        .addAllRecords(
                                records.stream().map(DomainEndpoint::record).toList())
                        .build()));
    }

    private static Domain domain(DomainCalls.DomainView view) {
        return Domain.newBuilder()
                .setId(view.domain().id().toString())
                .setEtag(EntityTag.of(view).text())
                .setName(view.domain().name().ascii())
                .addAllDkimKeys(
                        view.domain().keys().stream().map(DomainEndpoint::key).toList())
                .addAllRecords(
                        view.records().stream().map(DomainEndpoint::record).toList())
                .setCreatedAt(Shapes.time(view.domain().createdAt()))
                .build();
    }

    private static DkimKey key(SigningKey key) {
        DkimAlgorithm algorithm =
                switch (key.algorithm()) {
                    case RSA_SHA256 -> DkimAlgorithm.DKIM_ALGORITHM_RSA_SHA256;
                    case ED25519_SHA256 -> DkimAlgorithm.DKIM_ALGORITHM_ED25519_SHA256;
                };
        return DkimKey.newBuilder()
                .setSelector(key.selector())
                .setAlgorithm(algorithm)
                .build();
    }

    private static DnsRecord record(dev.posthaste.api.DnsRecord record) {
        return DnsRecord.newBuilder()
                .setType(record.type())
                .setName(record.name())
                .setValue(record.value())
                .setPurpose(record.purpose())
                .build();
    }
}
