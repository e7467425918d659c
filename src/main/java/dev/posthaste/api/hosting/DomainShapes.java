package dev.posthaste.api.hosting;

import dev.posthaste.api.DnsRecord;
import dev.posthaste.api.EntityTag;
import dev.posthaste.api.Operation.Paged;
import dev.posthaste.api.Operation.Tagged;
import dev.posthaste.api.Shapes;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The requests and answers about domains; {@code domain.proto} describes them. */
final class DomainShapes {

    private DomainShapes() {}

    /** The state of a domain with what it must publish. */
    static EntityTag tag(DomainCalls.DomainView view) {
        return EntityTag.of(
                view.domain().id(),
                view.domain().keys(),
                view.records(),
                view.domain().createdAt());
    }

    @Schema
    record CreateDomainRequest(@Nullable String name) {}

    @Schema
    record Domain(
            String id, String name, List<DkimKey> dkimKeys, List<DnsRecord> records, Instant createdAt, String etag)
            implements Tagged {

        static Domain of(DomainCalls.DomainView view) {
            return new Domain(
                    view.domain().id().toString(),
                    view.domain().name().ascii(),
                    view.domain().keys().stream()
                            .map(key -> new DkimKey(key.selector(), Shapes.word(key.algorithm())))
                            .toList(),
                    view.records(),
                    view.domain().createdAt(),
                    tag(view).text());
        }
    }

    record DkimKey(String selector, String algorithm) {}

    @Schema
    record ListDomainsResponse(List<Domain> domains, String nextPageToken) implements Paged {}

    @Schema
    record ListDnsRecordsResponse(List<DnsRecord> records) {}
}
