package dev.posthaste.app;

import dev.posthaste.account.HostedDomainEntry;
import dev.posthaste.account.SigningKey;
import dev.posthaste.address.DomainName;
import dev.posthaste.api.DnsRecord;
import dev.posthaste.api.ZoneRecords;
import dev.posthaste.dnszone.DkimRecord;
import dev.posthaste.dnszone.DnsRecords;
import dev.posthaste.dnszone.ZoneRecord;
import dev.posthaste.senderauth.DkimAlgorithm;
import dev.posthaste.senderauth.DkimKey;
import dev.posthaste.senderauth.DkimKeyException;
import dev.posthaste.senderauth.Selector;
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
        try {
            DkimAlgorithm algorithm =
                    switch (key.algorithm()) {
                        case RSA_SHA256 -> DkimAlgorithm.RSA_SHA256;
                        case ED25519_SHA256 -> DkimAlgorithm.ED25519_SHA256;
                    };
            DkimKey signing = DkimKey.read(domain, Selector.of(key.selector()), algorithm, key.pkcs8());
            return new DkimRecord(DomainName.of(key.selector()), signing.publicRecord());
        } catch (DkimKeyException damaged) {
            throw new IllegalStateException("the signing key " + key.selector() + " of " + domain, damaged);
        }
    }
}
