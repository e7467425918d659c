package dev.posthaste.api;

import dev.posthaste.account.HostedDomainEntry;
import java.util.List;

/** What a hosted domain must publish in the DNS. */
public interface ZoneRecords {

    /** One entry per record, in the order in which they are best published. */
    List<DnsRecord> of(HostedDomainEntry domain);
}
