/**
 * Hosted domains, accounts, aliases and API keys of tenants, and the resolution of addresses to accounts.
 *
 * <p>Way in: {@link AccountDirectory} answers the questions that mail asks for every recipient and sender; {@link
 * DomainStore}, {@link AccountStore} and {@link ApiKeyStore} are the control plane. Read by most packages.
 *
 * @spec https://www.rfc-editor.org/info/rfc5233 RFC 5233: Sieve Email Filtering: Subaddress Extension
 */
@NullMarked
package dev.posthaste.account;

import org.jspecify.annotations.NullMarked;
