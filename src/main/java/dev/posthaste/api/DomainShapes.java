package dev.posthaste.api;

import dev.posthaste.api.Operation.Paged;
import dev.posthaste.api.Operation.Tagged;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The requests and answers about domains; {@code domain.proto} describes them. */
public final class DomainShapes {

    private DomainShapes() {}

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
                    EntityTag.of(view).text());
        }
    }

    record DkimKey(String selector, String algorithm) {}

    @Schema
    record ListDomainsResponse(List<Domain> domains, String nextPageToken) implements Paged {}

    @Schema
    record ListDnsRecordsResponse(List<DnsRecord> records) {}
}
