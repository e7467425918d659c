/**
 * POP3 codec: octets to {@link Command}, {@link Response} to octets, messages to dot-stuffed lines. Knows no sockets,
 * accounts or stores.
 *
 * <p>Entry points: {@link LineBuffer} and {@link CommandParser} for input, {@link Response} and {@link DotStuffing} for
 * output. Used by {@code pop3.server}; depends on {@code id} for {@code Secret}.
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
