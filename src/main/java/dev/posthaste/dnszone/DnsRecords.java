package dev.posthaste.dnszone;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;
import dev.posthaste.dnszone.ZoneRecord.Data;
import dev.posthaste.dnszone.ZoneRecord.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the DNS records of a hosted domain. */
public final class DnsRecords {

    /** TTL of all records: a change takes effect everywhere within an hour. */
    public static final Duration TTL = Duration.ofHours(1);

    private static final int PREFERENCE = 10;

    /** RFC 7208: only the hosts that receive mail for the domain send it. */
    private static final String SPF = "v=spf1 mx -all";

    /** RFC 7489 section 6.3. A domain that may send unsigned mail should begin with {@code p=none}. */
    private static final String DMARC = "v=DMARC1; p=quarantine";

    private DnsRecords() {}

    /**
     * The public half of a DKIM key.
     *
     * @param selector the labels before {@code _domainkey}
     * @param text {@code v=DKIM1; …} (RFC 6376 section 3.6.1)
     */
    public record DkimRecord(DomainName selector, String text) {}

    /**
     * The records that {@code domain} publishes when {@code server} sends and receives its mail: MX, SPF, one DKIM
     * record per key, DMARC. Omits a record whose name would exceed the maximum length.
     */
    public static List<ZoneRecord> forDomain(DomainName domain, DomainName server, List<DkimRecord> keys) {
        List<ZoneRecord> records = new ArrayList<>();
        records.add(record(domain, new Data.Mx(PREFERENCE, server), Purpose.RECEIVE));
        records.add(record(domain, new Data.Txt(SPF), Purpose.SPF));
        for (DkimRecord key : keys) {
            below(domain, key.selector() + "._domainkey")
                    .map(name -> record(name, new Data.Txt(key.text()), Purpose.DKIM))
                    .ifPresent(records::add);
        }
        below(domain, "_dmarc")
                .map(name -> record(name, new Data.Txt(DMARC), Purpose.DMARC))
                .ifPresent(records::add);
        return List.copyOf(records);
    }

    private static ZoneRecord record(DomainName name, Data data, Purpose purpose) {
        return new ZoneRecord(name, data, TTL, purpose);
    }

    private static Optional<DomainName> below(DomainName domain, String labels) {
        try {
            return Optional.of(DomainName.parse(labels + "." + domain));
        } catch (AddressSyntaxException tooLong) {
            return Optional.empty();
        }
    }
}
