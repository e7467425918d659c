package dev.posthaste.smtp.client;

import io.smallrye.mutiny.Multi;

/** The octets of a message as they are stored: header, empty line, body; no dots doubled. Read once per transaction. */
@FunctionalInterface
public interface Content {

    /** The octets in order, produced as they are asked for. If it fails, the message is not sent to its end. */
    Multi<byte[]> octets();
}
