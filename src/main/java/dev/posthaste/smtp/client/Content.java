package dev.posthaste.smtp.client;

import io.smallrye.mutiny.Multi;

/** The octets of a message as stored: header, empty line, body; not dot-stuffed. Read once per transaction. */
@FunctionalInterface
public interface Content {

    /** The octets in order, produced on demand. If it fails, the message is not completed. */
    Multi<byte[]> octets();
}
