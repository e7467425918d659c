/**
 * Emails: sending them, and what became of each recipient. The author of an email is one value, read once and shown in one way.
 *
 * <p>Way in: {@link dev.posthaste.api.email.EmailCalls}, which declares the operations and carries them out. The records of their
 * requests and answers are the source of the JSON; the messages in {@code proto/} are compared with them when the server
 * starts.
 */
@NullMarked
package dev.posthaste.api.email;

import org.jspecify.annotations.NullMarked;
