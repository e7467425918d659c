package dev.posthaste.imap.server;

import dev.posthaste.listener.Channel;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The connection of a conversation. */
interface Link {

    /** Sends octets in order, which must not change afterwards; completes when the connection accepts more. Fails if it is closed. */
    Uni<Void> send(ByteBuffer octets);

    /** Starts TLS; completes after the handshake. */
    Uni<Void> startTls();

    /** Completes after a delay. */
    Uni<Void> pause(Duration time);

    /** Sends pending octets and closes the connection. */
    void close();

    /** Requests a call of {@link Conversation#news} when the conversation is idle. Thread-safe. */
    void wake();

    /** Whether the connection protects a password. */
    Channel channel();
}
