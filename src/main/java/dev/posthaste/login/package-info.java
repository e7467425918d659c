/**
 * Authentication: passwords of accounts and API keys become a {@link Principal}; what it may do is in its
 * {@link Scope}s and, for senders, in the addresses that it owns.
 *
 * <p>Way in: {@link Login}. Read by the protocol servers and the API.
 *
 * @spec https://www.rfc-editor.org/info/rfc4616 RFC 4616: The PLAIN SASL Mechanism
 * @spec https://www.rfc-editor.org/info/rfc9106 RFC 9106: Argon2 Memory-Hard Function
 * @spec https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md PHC string format
 */
@NullMarked
package dev.posthaste.login;

import org.jspecify.annotations.NullMarked;
