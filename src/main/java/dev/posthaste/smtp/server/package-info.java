/**
 * SMTP as a server: the MX port for strangers, the submission ports for our users, and LMTP, which is SMTP with another
 * greeting and a reply for each recipient, for relays of our own. {@code Session} decides, a pure
 * function from state and command to state and reply; {@code Conversation} carries out what a state waits for, in
 * order. Ports and sockets are {@code listener}'s.
 *
 * <p>Way in: {@link dev.posthaste.smtp.server.SmtpServer}. Read by {@code app} alone. Messages go to {@code intake},
 * and are answered with 250 after it has said that they are durable.
 *
 * @spec https://www.rfc-editor.org/info/rfc5321 RFC 5321: Simple Mail Transfer Protocol
 * @spec https://www.rfc-editor.org/info/rfc2033 RFC 2033: Local Mail Transfer Protocol
 * @spec https://www.rfc-editor.org/info/rfc6409 RFC 6409: Message Submission for Mail
 * @spec https://www.rfc-editor.org/info/rfc8314 RFC 8314: Use of TLS for Email Submission and Access
 * @spec https://www.rfc-editor.org/info/rfc3207 RFC 3207: SMTP Service Extension for Secure SMTP over TLS
 * @spec https://www.rfc-editor.org/info/rfc4954 RFC 4954: SMTP Service Extension for Authentication
 * @spec https://www.rfc-editor.org/info/rfc4616 RFC 4616: The PLAIN SASL Mechanism
 * @spec https://www.rfc-editor.org/info/rfc3848 RFC 3848: ESMTP and LMTP Transmission Types Registration
 */
@NullMarked
package dev.posthaste.smtp.server;

import org.jspecify.annotations.NullMarked;
