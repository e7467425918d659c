package dev.posthaste.smtp.client;

import dev.posthaste.smtp.wire.Reply;

/** The result of waiting for a reply. */
sealed interface ReplyResult {

    /** The host replied. */
    record Received(Reply reply) implements ReplyResult {}

    /** No reply; the connection is unusable. */
    record Broken(String text) implements ReplyResult {}
}
