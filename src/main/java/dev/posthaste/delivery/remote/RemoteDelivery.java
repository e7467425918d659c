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
 * Delivers mail to the hosts of its destination. It uses an idle connection if there is one; otherwise it tries the
 * hosts in order, and each address of a host. After a failure of a host it tries the next one; a host's reply about a
 * recipient or a message is final for the attempt.
 */
public final class RemoteDelivery implements Carrier {

    private final NextHops nextHops;
    private final SmtpClient client;
    private final BlobStore blobs;
    private final InstantSource clock;
    private final IdleConnections idle;

    /** @param port port of MX hosts: 25 except in tests */
    public RemoteDelivery(
            RelayRoutes routes, MailHosts hosts, int port, SmtpClient client, BlobStore blobs, InstantSource clock) {
        this.nextHops = new NextHops(routes, hosts, port);
        this.client = client;
        this.blobs = blobs;
        this.clock = clock;
        this.idle = new IdleConnections(clock);
    }

    @Override
    public Uni<List<AttemptResult>> carry(Consignment consignment) {
        return new Attempt(this, consignment).run();
    }

    /** Closes connections that have been idle too long. Call it every second. */
    public void sweep() {
        idle.sweep();
    }

    /** Closes all connections after the last delivery; completes when the hosts have answered or timed out. */
    public Uni<Void> close() {
        return idle.close();
    }

    NextHops nextHops() {
        return nextHops;
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
