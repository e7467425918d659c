/**
 * Messages in the folders of accounts: listed, read, appended, flagged, moved, copied and deleted.
 *
 * <p>Way in: {@link dev.posthaste.api.message.MessageCalls}, which declares the operations and carries them out. The records of their
 * requests and answers are the source of the JSON; the messages in {@code proto/} are compared with them when the server
 * starts.
 */
@NullMarked
package dev.posthaste.api.message;

import org.jspecify.annotations.NullMarked;
