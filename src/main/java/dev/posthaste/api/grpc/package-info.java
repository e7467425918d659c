/**
 * The API over gRPC: the services of {@code posthaste.mail.v1}. Maps shapes to the calls of {@code api} and decides
 * nothing. The types in {@code api.grpc.v1} are generated from {@code proto/}.
 *
 * <p>Way in: gRPC on the HTTP port. Read by nobody.
 */
@NullMarked
package dev.posthaste.api.grpc;

import org.jspecify.annotations.NullMarked;
