/**
 * What programs may ask of this server, whichever dialect they speak: the calls, their scopes and limits, the error
 * catalogue, paging and idempotency. {@code api.rest} and {@code api.grpc} only map shapes to and from these calls.
 *
 * <p>Ways in: {@link EmailCalls}, {@link AccountCalls}, {@link FolderCalls}, {@link MessageCalls}, {@link DomainCalls},
 * {@link CertificateCalls} and {@link ApiKeyCalls}; each call takes a {@code login.Principal} and answers a value or
 * fails with an {@link ApiException}. {@link Operation} lists the calls, {@link ErrorCode} the failures. Read by {@code
 * api.rest} and {@code api.grpc}.
 *
 * @spec https://www.rfc-editor.org/info/rfc9457 RFC 9457: Problem Details for HTTP APIs
 * @spec https://www.rfc-editor.org/info/rfc6901 RFC 6901: JavaScript Object Notation (JSON) Pointer
 */
@NullMarked
package dev.posthaste.api;

import org.jspecify.annotations.NullMarked;
