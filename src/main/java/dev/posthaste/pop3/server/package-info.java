/**
 * The POP3 server: decides what each command does ({@link Session}, pure) and owns the sockets ({@link Pop3Server}). A
 * maildrop is the INBOX of an account as it was when the session began; what the session marks as deleted is removed
 * at QUIT and at no other moment.
 *
 * <p>Way in: {@link Pop3Server}. Read by {@code app} alone; reads {@code pop3.wire}, {@code login}, {@code listener},
 * {@code certificate}, {@code mailbox} and {@code id}. APOP is not offered: it would need passwords in clear text in the store.
 *
 * @spec https://www.rfc-editor.org/info/rfc1939 RFC 1939: Post Office Protocol - Version 3
 * @spec https://www.rfc-editor.org/info/rfc2449 RFC 2449: POP3 Extension Mechanism
 * @spec https://www.rfc-editor.org/info/rfc2595 RFC 2595: Using TLS with IMAP, POP3 and ACAP
 * @spec https://www.rfc-editor.org/info/rfc3206 RFC 3206: The SYS and AUTH POP Response Codes
 * @spec https://www.rfc-editor.org/info/rfc5034 RFC 5034: POP3 SASL Authentication Mechanism
 * @spec https://www.rfc-editor.org/info/rfc8314 RFC 8314: Use of TLS for Email Submission and Access
 */
@NullMarked
package dev.posthaste.pop3.server;

import org.jspecify.annotations.NullMarked;
