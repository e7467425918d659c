/**
 * The certificates that this server presents: uploaded or self-signed, kept per tenant, and chosen at each TLS handshake
 * by the name that the client asks for. A change is used by the next handshake on every port; no port restarts.
 *
 * <p>Ways in: {@link CertificateBundle#parsePem} and {@link SelfSigned} make what is presented, {@link CertificateStore}
 * keeps it, {@link SniKeyManager} chooses, {@link ServerTls} puts it on a port. Read by the protocol servers, {@code
 * dnszone} and the API; reads {@code address}, {@code account} and {@code id}.
 *
 * @spec https://www.rfc-editor.org/info/rfc5280 RFC 5280: Internet X.509 PKI Certificate and CRL Profile
 * @spec https://www.rfc-editor.org/info/rfc6066 RFC 6066: TLS Extensions: Extension Definitions
 * @spec https://www.rfc-editor.org/info/rfc7468 RFC 7468: Textual Encodings of PKIX, PKCS, and CMS Structures
 * @spec https://www.rfc-editor.org/info/rfc8996 RFC 8996: Deprecating TLS 1.0 and TLS 1.1
 * @spec https://www.rfc-editor.org/info/rfc9525 RFC 9525: Service Identity in TLS
 */
@NullMarked
package dev.posthaste.certificate;

import org.jspecify.annotations.NullMarked;
