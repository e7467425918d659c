/**
 * SMTP client for delivery to other servers: one connection carries any number of messages, each to many recipients.
 * The host's replies become a {@link dev.posthaste.smtp.client.RecipientResult} for each recipient, and every failure has a scope.
 *
 * <p>Entry point: {@link dev.posthaste.smtp.client.SmtpClient}. Used by {@code delivery.remote}; depends on
 * {@code address}, {@code id}, {@code smtp.wire} and {@code tls}.
 *
 * @spec https://www.rfc-editor.org/info/rfc5321 RFC 5321: Simple Mail Transfer Protocol
 * @spec https://www.rfc-editor.org/info/rfc1870 RFC 1870: SMTP Service Extension for Message Size Declaration
 * @spec https://www.rfc-editor.org/info/rfc2920 RFC 2920: SMTP Service Extension for Command Pipelining
 * @spec https://www.rfc-editor.org/info/rfc3207 RFC 3207: SMTP Service Extension for Secure SMTP over TLS
 * @spec https://www.rfc-editor.org/info/rfc4954 RFC 4954: SMTP Service Extension for Authentication
 * @spec https://www.rfc-editor.org/info/rfc6152 RFC 6152: SMTP Service Extension for 8-bit MIME Transport
 * @spec https://www.rfc-editor.org/info/rfc6531 RFC 6531: SMTP Extension for Internationalized Email
 */
@NullMarked
package dev.posthaste.smtp.client;

import org.jspecify.annotations.NullMarked;
