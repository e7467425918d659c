package dev.posthaste.api;

/**
 * A DNS record that a domain must publish.
 *
 * @param type MX, TXT, …
 * @param name without a trailing dot
 * @param value as a zone file writes it
 * @param purpose mx, spf, dkim, dmarc, …
 */
public record DnsRecord(String type, String name, String value, String purpose) {}
