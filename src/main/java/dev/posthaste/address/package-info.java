/**
 * What an address is: {@link DomainName}, {@link LocalPart}, {@link EmailAddress}, {@link ReversePath}. A value that
 * exists is valid; text becomes a value once, at the edge.
 *
 * <p>Way in: the {@code parse} methods. Read by every other room; reads nothing but the JDK.
 *
 * @spec https://www.rfc-editor.org/info/rfc5321 RFC 5321: Simple Mail Transfer Protocol
 * @spec https://www.rfc-editor.org/info/rfc6531 RFC 6531: SMTP Extension for Internationalized Email
 * @spec https://www.rfc-editor.org/info/rfc5890 RFC 5890: Internationalized Domain Names for Applications
 */
@NullMarked
package dev.posthaste.address;

import org.jspecify.annotations.NullMarked;
