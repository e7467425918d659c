/**
 * What all operations of the API share, whichever dialect they are called in: the declaration of an operation, scopes and
 * rate limits, the error catalogue, paging, conditions and idempotency. Each kind of resource has a package below this one
 * with its operations; {@code api.rest} and {@code api.grpc} carry them over HTTP and gRPC, and neither knows any of them.
 *
 * <p>Ways in: {@link Operation} and {@link Endpoint} for an operation, {@link ErrorCode} and {@link ApiException} for its
 * failures. An operation takes a {@link Call} and a record, and answers with a record or fails with an {@link ApiException}.
 *
 * @spec https://www.rfc-editor.org/info/rfc9457 RFC 9457: Problem Details for HTTP APIs
 * @spec https://www.rfc-editor.org/info/rfc6901 RFC 6901: JavaScript Object Notation (JSON) Pointer
 */
@NullMarked
package dev.posthaste.api;

import org.jspecify.annotations.NullMarked;
