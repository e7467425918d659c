package dev.posthaste.imap.server;

import dev.posthaste.listener.Channel;
import dev.posthaste.listener.ConnectionHandler;
import dev.posthaste.listener.Progress;
import dev.posthaste.listener.Transport;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * One client: gives its octets to a {@link Conversation}, and no more until that has dealt with those before.
 */
final class Connection implements ConnectionHandler {

    private static final Logger LOG = Logger.getLogger(Connection.class);

    private final Transport transport;
    private final ImapSettings.Limits limits;
    private final Conversation conversation;
    private Channel channel;
    private boolean closing;

    Connection(Transport transport, ImapDependencies dependencies, ImapSettings settings) {
        this.transport = transport;
        this.limits = settings.limits();
        this.channel = settings.protection().channel();
        this.conversation = new Conversation(dependencies, new ClientLink());
    }

    @Override
    public Progress open() {
        return await(conversation.greet());
    }

    @Override
    public Progress read(ByteBuffer octets) {
        return octets.hasRemaining() ? await(conversation.receive(octets)) : Progress.READ;
    }

    @Override
    public Duration idleLimit() {
        return conversation.isLoggedIn() ? limits.silence() : limits.strangersSilence();
    }

    /** RFC 9051 section 5.4: BYE comes before the end. */
    @Override
    public Progress timedOut() {
        return await(conversation.autologout());
    }

    @Override
    public Progress stop() {
        return await(conversation.shutDown());
    }

    @Override
    public Progress wake() {
        return await(conversation.news());
    }

    @Override
    public Uni<Void> closed() {
        return conversation.disconnected();
    }

    private Progress await(Uni<Void> work) {
        return new Progress.Await<>(work, done -> goOn(), Connection::cut);
    }

    private Progress goOn() {
        return closing || conversation.isOver() ? Progress.CLOSE : Progress.NEXT;
    }

    private static Progress cut(Throwable failure) {
        LOG.error("An IMAP connection failed", failure);
        return Progress.ABORT;
    }

    /** What the conversation sends and asks for. */
    private final class ClientLink implements Link {

        @Override
        public Uni<Void> send(ByteBuffer octets) {
            return transport.send(octets);
        }

        @Override
        public Uni<Void> startTls() {
            return transport.startTls().invoke(() -> channel = Channel.TLS);
        }

        @Override
        public Uni<Void> pause(Duration time) {
            return transport.pause(time);
        }

        @Override
        public void close() {
            closing = true;
        }

        @Override
        public void wake() {
            transport.wake();
        }

        @Override
        public Channel channel() {
            return channel;
        }
    }
}
