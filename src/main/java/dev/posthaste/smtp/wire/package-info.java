/**
 * SMTP codec: octets to {@link Command} and back, {@link Reply} to octets and back, message data with dot-stuffing.
 * Knows no sockets, users or databases; every parser is incremental and bounded.
 *
 * <p>Entry points: a server uses {@link LineReader}, {@link CommandParser} and {@link DotReader}; a client uses
 * {@link CommandWriter}, {@link DotWriter} and {@link ReplyParser}. Used by {@code smtp.server}, {@code smtp.client}
 * and {@code delivery.remote}; depends on {@code address} only.
 *
 * @spec https://www.rfc-editor.org/info/rfc5321 RFC 5321: Simple Mail Transfer Protocol
 * @spec https://www.rfc-editor.org/info/rfc1870 RFC 1870: SMTP Service Extension for Message Size Declaration
 * @spec https://www.rfc-editor.org/info/rfc2034 RFC 2034: SMTP Service Extension for Returning Enhanced Error Codes
 * @spec https://www.rfc-editor.org/info/rfc2920 RFC 2920: SMTP Service Extension for Command Pipelining
 * @spec https://www.rfc-editor.org/info/rfc3207 RFC 3207: SMTP Service Extension for Secure SMTP over TLS
 * @spec https://www.rfc-editor.org/info/rfc3463 RFC 3463: Enhanced Mail System Status Codes
 * @spec https://www.rfc-editor.org/info/rfc4954 RFC 4954: SMTP Service Extension for Authentication
 * @spec https://www.rfc-editor.org/info/rfc6152 RFC 6152: SMTP Service Extension for 8-bit MIME Transport
 * @spec https://www.rfc-editor.org/info/rfc6531 RFC 6531: SMTP Extension for Internationalized Email
 */
@NullMarked
package dev.posthaste.smtp.wire;

import org.jspecify.annotations.NullMarked;
