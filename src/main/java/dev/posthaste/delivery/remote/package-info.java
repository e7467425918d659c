/**
 * Delivers mail to the hosts of its destination: finds them, tries them in order, reuses connections, and reports the
 * outcome for each recipient.
 *
 * <p>Entry point: {@link dev.posthaste.delivery.remote.RemoteDelivery}, which the dispatcher of {@code queue} calls.
 * Only {@code app} creates one. Depends on {@code address}, {@code queue}, {@code blob}, {@code dns}, {@code tls},
 * {@code id}, {@code smtp.client} and {@code smtp.wire}.
 *
 * @spec https://www.rfc-editor.org/info/rfc5321 RFC 5321: Simple Mail Transfer Protocol
 */
@NullMarked
package dev.posthaste.delivery.remote;

import org.jspecify.annotations.NullMarked;
