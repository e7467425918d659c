/**
 * Intake: the only way in which bytes become ours. It has three entrances: {@code submit} for users, programs and this server
 * itself, {@code deliver} for other servers, {@code append} for clients that put a message into a folder. Each opens a {@link
 * dev.posthaste.intake.Reception}; what is written there passes the {@link dev.posthaste.intake.Stage}s of the header, the
 * content and the placement, and is answered after the one transaction in which everything that follows from it became
 * durable, and never before. How a message came is an {@link dev.posthaste.intake.Origin} of facts.
 *
 * <p>Way in: {@link dev.posthaste.intake.Intake}. Concurrent receptions share a commit. Read by the protocol servers, the
 * reports and the API; a new check, filter or transformation is a {@link dev.posthaste.intake.Stage}, see
 * {@code src/docs/extending.md}.
 *
 * @spec https://www.rfc-editor.org/info/rfc5321 RFC 5321: Simple Mail Transfer Protocol
 * @spec https://www.rfc-editor.org/info/rfc6409 RFC 6409: Message Submission for Mail
 */
@NullMarked
package dev.posthaste.intake;

import org.jspecify.annotations.NullMarked;
