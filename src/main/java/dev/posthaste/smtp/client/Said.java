package dev.posthaste.smtp.client;

import dev.posthaste.smtp.wire.Reply;

/** What comes back when an answer is expected. */
sealed interface Said {

    /** A reply. */
    record Answer(Reply reply) implements Said {}

    /** No reply: the connection is of no more use. */
    record Broken(String text) implements Said {}
}
