/**
 * Is a sender genuine? Today the half of the answer that we give about our own mail: DKIM signatures.
 *
 * <p>Way in: {@link dev.posthaste.senderauth.DkimSigner} with a {@link dev.posthaste.senderauth.DkimKey} and the
 * {@link dev.posthaste.senderauth.BodyHash} of the body. Read by {@code intake} and
 * {@code app}; reads {@code address}.
 *
 * @spec https://www.rfc-editor.org/info/rfc6376 RFC 6376: DomainKeys Identified Mail (DKIM) Signatures
 * @spec https://www.rfc-editor.org/info/rfc8301 RFC 8301: Cryptographic Algorithm and Key Usage Update to DKIM
 * @spec https://www.rfc-editor.org/info/rfc8463 RFC 8463: A New Cryptographic Signature Method for DKIM
 */
@NullMarked
package dev.posthaste.senderauth;

import org.jspecify.annotations.NullMarked;
