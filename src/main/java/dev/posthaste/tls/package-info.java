/**
 * TLS requirements for connections to other servers. Pure rules without sockets.
 *
 * <p>Entry point: {@link dev.posthaste.tls.TlsLevel}. Used by {@code smtp.client} and {@code delivery.remote}.
 *
 * @spec https://www.rfc-editor.org/info/rfc3207 RFC 3207: SMTP Service Extension for Secure SMTP over TLS
 * @spec https://www.rfc-editor.org/info/rfc7435 RFC 7435: Opportunistic Security: Some Protection Most of the Time
 */
@NullMarked
package dev.posthaste.tls;

import org.jspecify.annotations.NullMarked;
