/**
 * Address values: {@link DomainName}, {@link LocalPart}, {@link EmailAddress}, {@link ReversePath}. An existing value
 * is valid: text is parsed once, when it enters the server.
 *
 * <p>Entry points: the {@code parse} methods. Used by every other package; depends only on the JDK.
 *
 * @spec https://www.rfc-editor.org/info/rfc5321 RFC 5321: Simple Mail Transfer Protocol
 * @spec https://www.rfc-editor.org/info/rfc6531 RFC 6531: SMTP Extension for Internationalized Email
 * @spec https://www.rfc-editor.org/info/rfc5890 RFC 5890: Internationalized Domain Names for Applications
 */
@NullMarked
package dev.posthaste.address;

import org.jspecify.annotations.NullMarked;
