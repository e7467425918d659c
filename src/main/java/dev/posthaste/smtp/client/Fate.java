package dev.posthaste.smtp.client;

import dev.posthaste.smtp.wire.Reply;

/** What became of one recipient of a message. */
public sealed interface Fate {

    /** The host has taken responsibility for the message to this recipient. */
    record Taken(Reply reply) implements Fate {}

    /** It has not. */
    record NotTaken(Failure failure) implements Fate {}
}
