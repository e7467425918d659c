/**
 * The DNS records that a hosted domain must publish so that it receives mail here and other servers accept its mail.
 * Makes no queries: the records follow from the domain, this server's name and the public keys.
 *
 * <p>Entry point: {@link DnsRecords}. Used by the API; depends only on {@code address}.
 *
 * @spec https://www.rfc-editor.org/info/rfc1035 RFC 1035: Domain Names - Implementation and Specification
 * @spec https://www.rfc-editor.org/info/rfc5321 RFC 5321: Simple Mail Transfer Protocol
 * @spec https://www.rfc-editor.org/info/rfc6376 RFC 6376: DomainKeys Identified Mail (DKIM) Signatures
 * @spec https://www.rfc-editor.org/info/rfc7208 RFC 7208: Sender Policy Framework (SPF)
 * @spec https://www.rfc-editor.org/info/rfc7489 RFC 7489: Domain-based Message Authentication, Reporting, and
 *     Conformance (DMARC)
 */
@NullMarked
package dev.posthaste.dnszone;

import org.jspecify.annotations.NullMarked;
