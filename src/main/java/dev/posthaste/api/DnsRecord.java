package dev.posthaste.api;

/**
 * A DNS record that a domain must publish.
 *
 * @param type MX, TXT, …
 * @param name without a trailing dot
 * @param value as a provider's form takes it
 * @param purpose receive, spf, dkim, dmarc, …
 */
public record DnsRecord(String type, String name, String value, String purpose) {}
