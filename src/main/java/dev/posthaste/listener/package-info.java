/**
 * A port and the connections on it, whatever protocol is spoken there. {@link dev.posthaste.listener.PortListener} binds the
 * port on several event loops, with TLS as the port has it; admits no more connections than are configured, in total and per
 * client network; and drains them when the server stops. Each connection is a {@code PacedConnection}: it gives octets to the
 * protocol's {@link dev.posthaste.listener.ConnectionHandler} one step at a time, pauses for a client that does not read, and
 * keeps the limits of time.
 *
 * <p>Way in: {@link dev.posthaste.listener.PortListener}. Read by {@code smtp.server}, {@code imap.server} and {@code
 * pop3.server}, and by {@code api} for {@link dev.posthaste.listener.ClientNetwork} alone; reads {@code certificate} for the
 * TLS.
 *
 * @spec https://www.rfc-editor.org/info/rfc8314 RFC 8314: Use of TLS for Email Submission and Access
 */
@NullMarked
package dev.posthaste.listener;

import org.jspecify.annotations.NullMarked;
