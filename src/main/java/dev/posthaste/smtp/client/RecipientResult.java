package dev.posthaste.smtp.client;

import dev.posthaste.smtp.wire.Reply;

/** The result for one recipient of a message. */
public sealed interface RecipientResult {

    /** The host has accepted responsibility for delivery to this recipient. */
    record Accepted(Reply reply) implements RecipientResult {}

    /** The host has not accepted the message for this recipient. */
    record NotAccepted(Failure failure) implements RecipientResult {}
}
