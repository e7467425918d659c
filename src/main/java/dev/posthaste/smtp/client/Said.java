package dev.posthaste.smtp.client;

import dev.posthaste.smtp.wire.Reply;

/** The result of waiting for a reply. */
sealed interface Said {

    /** The host replied. */
    record Answer(Reply reply) implements Said {}

    /** No reply; the connection is unusable. */
    record Broken(String text) implements Said {}
}
