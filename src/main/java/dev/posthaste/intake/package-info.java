/**
 * THE DOOR: the only way in which bytes become ours. Whatever brings a message (another server, a mail client, a
 * program, a notice of our own, an IMAP APPEND) opens a {@link Reception}, writes the bytes, and is told a {@link
 * Verdict} after the one transaction in which everything that follows from it became durable, and never before.
 *
 * <p>Way in: {@link Intake}. Concurrent arrivals share a commit. Read by the protocol servers, the
 * reports and the API.
 *
 * @spec https://www.rfc-editor.org/info/rfc5321 RFC 5321: Simple Mail Transfer Protocol
 * @spec https://www.rfc-editor.org/info/rfc6409 RFC 6409: Message Submission for Mail
 */
@NullMarked
package dev.posthaste.intake;

import org.jspecify.annotations.NullMarked;
