/**
 * The API over HTTP: JSON in and out, problems, the OpenAPI document and the pages under {@code /docs}. Maps shapes to the
 * calls of {@code api} and decides nothing.
 *
 * <p>Way in: HTTP under {@code /v1}. Read by nobody.
 *
 * @spec https://www.rfc-editor.org/info/rfc9110 RFC 9110: HTTP Semantics
 * @spec https://www.rfc-editor.org/info/rfc9457 RFC 9457: Problem Details for HTTP APIs
 * @spec https://www.rfc-editor.org/info/rfc6750 RFC 6750: The OAuth 2.0 Authorization Framework: Bearer Token Usage
 * @spec https://www.rfc-editor.org/info/rfc7396 RFC 7396: JSON Merge Patch
 */
@NullMarked
package dev.posthaste.api.rest;

import org.jspecify.annotations.NullMarked;
