package dev.posthaste.dnszone;

import dev.posthaste.address.DomainName;

/**
 * The DNS record of a DKIM public key.
 *
 * @param selector the labels before {@code _domainkey}
 * @param text {@code v=DKIM1; …} (RFC 6376 section 3.6.1)
 */
public record DkimRecord(DomainName selector, String text) {}
