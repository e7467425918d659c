/**
 * What must still be delivered elsewhere, to whom and when, and what became of it.
 *
 * <p>Way in: {@link EmailHistory} for whoever asks about an email. The door alone puts something in.
 *
 * @spec https://www.rfc-editor.org/info/rfc5321 RFC 5321: Simple Mail Transfer Protocol, section 4.5.4
 */
@NullMarked
package dev.posthaste.queue;

import org.jspecify.annotations.NullMarked;
