/**
 * How sure we must be of the other side before a message is said to it.
 *
 * <p>Way in: {@link dev.posthaste.tls.TlsLevel}. Read by {@code smtp.client} and {@code delivery.remote}; pure rules
 * that know no socket.
 *
 * @spec https://www.rfc-editor.org/info/rfc3207 RFC 3207: SMTP Service Extension for Secure SMTP over TLS
 * @spec https://www.rfc-editor.org/info/rfc7435 RFC 7435: Opportunistic Security: Some Protection Most of the Time
 */
@NullMarked
package dev.posthaste.tls;

import org.jspecify.annotations.NullMarked;
