/**
 * Takes mail to the hosts of its destination: finds them, tries them in order, uses connections again, and says for each
 * recipient what came of it.
 *
 * <p>Way in: {@link dev.posthaste.delivery.remote.RemoteDelivery}, which the dispatcher of {@code queue} calls. Only
 * {@code app} makes one. Reads {@code address}, {@code queue}, {@code blob}, {@code dns}, {@code tls}, {@code id}, {@code
 * smtp.client} and {@code smtp.wire}.
 *
 * @spec https://www.rfc-editor.org/info/rfc5321 RFC 5321: Simple Mail Transfer Protocol
 */
@NullMarked
package dev.posthaste.delivery.remote;

import org.jspecify.annotations.NullMarked;
