/**
 * POP3 on the wire: octets to {@link Command}, {@link Response} to octets, messages to dot-stuffed lines. Nothing here
 * knows a socket, an account or a store.
 *
 * <p>Ways in: {@link LineBuffer} and {@link CommandParser} for what comes, {@link Response} and {@link DotStuffing} for
 * what goes. Read by {@code pop3.server}; reads {@code id} for {@code Secret}.
 *
 * @spec https://www.rfc-editor.org/info/rfc1939 RFC 1939: Post Office Protocol - Version 3
 * @spec https://www.rfc-editor.org/info/rfc2449 RFC 2449: POP3 Extension Mechanism
 * @spec https://www.rfc-editor.org/info/rfc2595 RFC 2595: Using TLS with IMAP, POP3 and ACAP
 * @spec https://www.rfc-editor.org/info/rfc3206 RFC 3206: The SYS and AUTH POP Response Codes
 * @spec https://www.rfc-editor.org/info/rfc4616 RFC 4616: The PLAIN SASL Mechanism
 * @spec https://www.rfc-editor.org/info/rfc5034 RFC 5034: POP3 SASL Authentication Mechanism
 */
@NullMarked
package dev.posthaste.pop3.wire;

import org.jspecify.annotations.NullMarked;
