/**
 * Sender authentication; at present only DKIM signatures of our own mail.
 *
 * <p>Entry point: {@link dev.posthaste.senderauth.DkimSigner} with a {@link dev.posthaste.senderauth.DkimKey} and the
 * {@link dev.posthaste.senderauth.BodyHash} of the body. Used by {@code intake} and {@code app}; depends on
 * {@code address}.
 *
 * @spec https://www.rfc-editor.org/info/rfc6376 RFC 6376: DomainKeys Identified Mail (DKIM) Signatures
 * @spec https://www.rfc-editor.org/info/rfc8301 RFC 8301: Cryptographic Algorithm and Key Usage Update to DKIM
 * @spec https://www.rfc-editor.org/info/rfc8463 RFC 8463: A New Cryptographic Signature Method for DKIM
 */
@NullMarked
package dev.posthaste.senderauth;

import org.jspecify.annotations.NullMarked;
