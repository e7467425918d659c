/**
 * A port and the connections on it, whatever is spoken there: binds it on several event loops, with TLS as the port has
 * it; lets in no more connections than there is room for, of one client's network and of all; and drains them when the server
 * stops. What is said on a connection is the {@link dev.posthaste.listener.Protocol}'s business.
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
