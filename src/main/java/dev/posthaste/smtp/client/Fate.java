package dev.posthaste.smtp.client;

import dev.posthaste.smtp.wire.Reply;

/** The result for one recipient of a message. */
public sealed interface Fate {

    /** The host has accepted responsibility for delivery to this recipient. */
    record Taken(Reply reply) implements Fate {}

    /** The host has not accepted the message for this recipient. */
    record NotTaken(Failure failure) implements Fate {}
}
