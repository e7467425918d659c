package dev.posthaste.app;

import dev.posthaste.account.HostedDomainEntry;
import dev.posthaste.account.SigningKey;
import dev.posthaste.address.DomainName;
import dev.posthaste.api.DnsRecord;
import dev.posthaste.api.ZoneRecords;
import dev.posthaste.dnszone.DnsRecords;
import dev.posthaste.dnszone.DnsRecords.DkimRecord;
import dev.posthaste.dnszone.ZoneRecord;
import dev.posthaste.intake.StoredKeys;
import java.util.List;
import java.util.Locale;

/** What a hosted domain publishes when this server handles its mail. */
final class PublishedRecords implements ZoneRecords {

    private final DomainName server;

    PublishedRecords(DomainName server) {
        this.server = server;
    }

    @Override
    public List<DnsRecord> of(HostedDomainEntry domain) {
        List<DkimRecord> keys =
                domain.keys().stream().map(key -> record(domain.name(), key)).toList();
        return DnsRecords.forDomain(domain.name(), server, keys).stream()
                .map(PublishedRecords::record)
                .toList();
    }

    private static DnsRecord record(ZoneRecord record) {
        return new DnsRecord(
                record.type(),
                record.name().ascii(),
                record.value(),
                record.purpose().name().toLowerCase(Locale.ROOT));
    }

    private static DkimRecord record(DomainName domain, SigningKey key) {
        return new DkimRecord(
                DomainName.of(key.selector()), StoredKeys.read(domain, key).publicRecord());
    }
}
