package dev.posthaste.api.rest;

import dev.posthaste.account.SigningKey;
import dev.posthaste.api.DomainCalls;
import dev.posthaste.api.EntityTag;
import dev.posthaste.api.PageToken;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The JSON of domains. */
final class DomainJson {

    private DomainJson() {}

    @Schema(description = "A hosted domain.")
    record Domain(
            @Schema(examples = "dom_06bqmz8f9r7dn6fjs0z2c4v9ew")
            String id,

            @Schema(description = "Its name, in A-labels.", examples = "example.org")
            String name,

            @Schema(description = "The keys that sign its mail; their private halves are shown to nobody.")
            List<DkimKey> dkimKeys,

            @Schema(description = "What it must publish.") List<DnsRecord> records,
            @Schema(description = "When it was made.") Instant createdAt,

            @Schema(description = "Tells one state from another; ETag alike.")
            String etag)
            implements Tagged {

        static Domain of(DomainCalls.DomainView view) {
            return new Domain(
                    view.domain().id().toString(),
                    view.domain().name().ascii(),
                    view.domain().keys().stream().map(DkimKey::of).toList(),
                    view.records().stream().map(DnsRecord::of).toList(),
                    view.domain().createdAt(),
                    EntityTag.of(view).text());
        }
    }

    @Schema(description = "A key that signs (RFC 6376).")
    record DkimKey(
            @Schema(description = "The selector.", examples = "ph1")
            String selector,

            @Schema(
                    description = "How it signs.",
                    enumeration = {"rsa_sha256", "ed25519_sha256"})
            String algorithm) {

        static DkimKey of(SigningKey key) {
            return new DkimKey(key.selector(), Words.of(key.algorithm()));
        }
    }

    @Schema(description = "A DNS record to publish.")
    record DnsRecord(
            @Schema(description = "MX, TXT, …", examples = "MX")
            String type,

            @Schema(description = "Where, without a trailing dot.", examples = "example.org")
            String name,

            @Schema(description = "What, as a provider's form takes it.", examples = "10 mail.example.com.")
            String value,

            @Schema(description = "What for: receive, spf, dkim, dmarc, …", examples = "receive")
            String purpose) {

        static DnsRecord of(dev.posthaste.api.DnsRecord record) {
            return new DnsRecord(record.type(), record.name(), record.value(), record.purpose());
        }
    }

    @Schema(description = "A new domain.", requiredProperties = "name")
    record CreateDomainRequest(
            @Schema(description = "Its name, in A-labels or U-labels.", examples = "example.org") @Nullable
            String name) {}

    @Schema(description = "A page of domains.")
    record ListDomainsResponse(
            @Schema(description = "Oldest first.") List<Domain> domains,
            @Schema(description = "Empty on the last page.") String nextPageToken)
            implements Paged {

        static ListDomainsResponse of(PageToken.Slice<DomainCalls.DomainView> page) {
            return new ListDomainsResponse(page.items().stream().map(Domain::of).toList(), page.next());
        }
    }

    @Schema(description = "What a domain must publish.")
    record ListDnsRecordsResponse(
            @Schema(description = "One entry per record.") List<DnsRecord> records) {

        static ListDnsRecordsResponse of(List<dev.posthaste.api.DnsRecord> records) {
            return new ListDnsRecordsResponse(
                    records.stream().map(DnsRecord::of).toList());
        }
    }
}
