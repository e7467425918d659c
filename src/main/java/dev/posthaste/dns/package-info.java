/**
 * DNS queries with every kind of answer, and the rule that derives from them the hosts that accept a domain's mail.
 *
 * <p>Entry points: {@link dev.posthaste.dns.Resolver} for queries, {@link dev.posthaste.dns.MailHosts} for the hosts.
 * The implementation is {@link dev.posthaste.dns.DnsJavaResolver}, which validates from
 * {@link dev.posthaste.dns.TrustAnchors}. Used by {@code delivery.remote} and {@code app}; depends on {@code address}.
 *
 * @spec https://www.rfc-editor.org/info/rfc1035 RFC 1035: Domain Names - Implementation and Specification
 * @spec https://www.rfc-editor.org/info/rfc4033 RFC 4033: DNS Security Introduction and Requirements
 * @spec https://www.rfc-editor.org/info/rfc4034 RFC 4034: Resource Records for the DNS Security Extensions
 * @spec https://www.rfc-editor.org/info/rfc4035 RFC 4035: Protocol Modifications for the DNS Security Extensions
 * @spec https://www.rfc-editor.org/info/rfc5321 RFC 5321: Simple Mail Transfer Protocol
 * @spec https://www.rfc-editor.org/info/rfc7505 RFC 7505: A "Null MX" No Service Resource Record for Domains That
 *     Accept No Mail
 */
@NullMarked
package dev.posthaste.dns;

import org.jspecify.annotations.NullMarked;
