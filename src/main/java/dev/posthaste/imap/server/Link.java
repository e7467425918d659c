package dev.posthaste.imap.server;

import dev.posthaste.listener.Channel;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.Duration;

/** What a conversation needs of its connection. */
interface Link {

    /** Sends octets, which nobody changes afterwards, in their order; done when the connection takes more. Fails when it is closed. */
    Uni<Void> send(ByteBuffer octets);

    /** Whatever is sent or comes from now on is in TLS. Done when the client has agreed. */
    Uni<Void> startTls();

    /** Done when so much time has passed: a wrong password is answered slowly. */
    Uni<Void> pause(Duration time);

    /** Sends what is still to be sent, and hangs up. */
    void close();

    /** Asks that {@link Conversation#news} is called when nothing else is under way. May be called on any thread. */
    void wake();

    /** How safe a password is on this connection. */
    Channel channel();
}
