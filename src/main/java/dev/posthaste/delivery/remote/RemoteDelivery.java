package dev.posthaste.delivery.remote;

import dev.posthaste.blob.BlobStore;
import dev.posthaste.dns.MailHosts;
import dev.posthaste.queue.AttemptResult;
import dev.posthaste.queue.Carrier;
import dev.posthaste.queue.Consignment;
import dev.posthaste.smtp.client.SmtpClient;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.List;

/**
 * Carries mail to the hosts of its destination. A connection that rests is used before a new one is made; then the hosts
 * are tried in their order, and each of their addresses. A failure of a host leads to the next, a host's word about a
 * recipient or a message is its destination's word.
 */
public final class RemoteDelivery implements Carrier {

    private final Stops stops;
    private final SmtpClient client;
    private final BlobStore blobs;
    private final InstantSource clock;
    private final IdleConnections idle;

    /**
     * A delivery.
     *
     * @param port of MX hosts: 25, but for tests
     */
    public RemoteDelivery(
            RelayRoutes routes, MailHosts hosts, int port, SmtpClient client, BlobStore blobs, InstantSource clock) {
        this.stops = new Stops(routes, hosts, port);
        this.client = client;
        this.blobs = blobs;
        this.clock = clock;
        this.idle = new IdleConnections(clock);
    }

    @Override
    public Uni<List<AttemptResult>> carry(Consignment consignment) {
        return new Attempt(this, consignment).run();
    }

    /** Takes leave of hosts to whom nothing more is to be said. To be called every second. */
    public void sweep() {
        idle.sweep();
    }

    /** Takes leave of every host, after the last delivery; ends when they have answered, or not for a while. */
    public Uni<Void> close() {
        return idle.close();
    }

    Stops stops() {
        return stops;
    }

    SmtpClient client() {
        return client;
    }

    BlobStore blobs() {
        return blobs;
    }

    InstantSource clock() {
        return clock;
    }

    IdleConnections idle() {
        return idle;
    }
}
