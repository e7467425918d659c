package dev.posthaste.delivery.remote;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.delivery.remote.IdleConnections.Used;
import dev.posthaste.dns.Routing;
import dev.posthaste.queue.AttemptResult;
import dev.posthaste.queue.Cause;
import dev.posthaste.queue.Consignment;
import dev.posthaste.queue.Contact;
import dev.posthaste.queue.Item;
import dev.posthaste.queue.Lease;
import dev.posthaste.queue.Outcome;
import dev.posthaste.queue.Scope;
import dev.posthaste.smtp.client.Content;
import dev.posthaste.smtp.client.Endpoint;
import dev.posthaste.smtp.client.Failure;
import dev.posthaste.smtp.client.FailureScope;
import dev.posthaste.smtp.client.OutgoingMessage;
import dev.posthaste.smtp.client.RecipientResult;
import dev.posthaste.smtp.client.SmtpClient.Connecting;
import dev.posthaste.smtp.wire.Encoding;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One delivery attempt of one consignment. Its steps run one after another, on any thread; an instance is used once.
 * Before each message and before its final dot it checks that the leases still hold; otherwise a process that was
 * suspended for a minute would continue deliveries that another one has taken over.
 */
final class Attempt {

    /** Maximum number of connection attempts, refused ones included; after Postfix's {@code smtp_mx_address_limit}. */
    static final int MAX_CONNECTIONS = 5;

    private final RemoteDelivery delivery;
    private final Consignment consignment;
    private final Instant startedAt;
    private final Deque<NextHop> hops = new ArrayDeque<>();
    private final List<AttemptResult> results = new ArrayList<>();
    private List<Lease> remaining;
    private int connections;
    /** The most relevant failure of the hosts tried so far; the result if no other host accepts the message. */
    private HostFailure reportedFailure = new HostFailure(
            Cause.observed(Scope.SITE, "4.4.0", "No host of the destination was tried"), new Contact.None());

    /** The failure of a host. */
    private record HostFailure(Cause cause, Contact contact) {}

    Attempt(RemoteDelivery delivery, Consignment consignment) {
        this.delivery = delivery;
        this.consignment = consignment;
        this.remaining = consignment.leases();
        this.startedAt = delivery.clock().instant();
    }

    /** Runs the attempt; one result per lease. */
    Uni<List<AttemptResult>> run() {
        return delivery.idle()
                .take(consignment.destination())
                .map(this::sendOverUsed)
                .orElseGet(this::setOut);
    }

    // The host may have closed an idle connection in the meantime; that does not count as a failure of the host.
    private Uni<List<AttemptResult>> sendOverUsed(Used used) {
        return send(used).flatMap(done -> remaining.isEmpty() ? finish() : setOut());
    }

    private Uni<List<AttemptResult>> setOut() {
        return delivery.nextHops().of(consignment.destination()).flatMap(this::onHops);
    }

    private Uni<List<AttemptResult>> onHops(Routing<NextHop> routing) {
        switch (routing) {
            case Routing.To<NextHop>(List<NextHop> nextHops) -> hops.addAll(nextHops);
            case Routing.Unroutable<NextHop> nowhere ->
                note(new HostFailure(Causes.cause(nowhere), new Contact.None()));
        }
        return next();
    }

    private Uni<List<AttemptResult>> next() {
        NextHop nextHop = hops.pollFirst();
        if (nextHop == null || remaining.isEmpty() || connections >= MAX_CONNECTIONS || !ours()) {
            return finish();
        }
        return switch (nextHop) {
            case NextHop.Host host -> delivery.nextHops().addresses(host).flatMap(this::onAddresses);
            case NextHop.Address address -> tryAt(address);
        };
    }

    private Uni<List<AttemptResult>> onAddresses(Routing<NextHop> routing) {
        switch (routing) {
            case Routing.To<NextHop>(List<NextHop> addresses) ->
                addresses.reversed().forEach(hops::addFirst);
            case Routing.Unroutable<NextHop> nowhere ->
                note(new HostFailure(Causes.cause(nowhere), new Contact.None()));
        }
        return next();
    }

    private Uni<List<AttemptResult>> tryAt(NextHop.Address address) {
        connections++;
        return delivery.client()
                .connect(address.endpoint(), address.policy())
                .flatMap(connecting -> onConnecting(address.endpoint(), connecting));
    }

    private Uni<List<AttemptResult>> onConnecting(Endpoint endpoint, Connecting connecting) {
        return switch (connecting) {
            case Connecting.Closed(Failure failure) -> {
                note(new HostFailure(Causes.cause(endpoint.name(), failure), new Contact.None()));
                yield next();
            }
            case Connecting.Open open ->
                send(new Used(open.connection(), endpoint, 0)).flatMap(done -> next());
        };
    }

    private Uni<Void> send(Used used) {
        if (!ours()) {
            delivery.idle().rest(consignment.destination(), used);
            return Uni.createFrom().voidItem();
        }
        List<Lease> named = remaining;
        return used.connection()
                .send(outgoing(named))
                .invoke(recipientResults -> onResults(used, named, recipientResults))
                .replaceWithVoid();
    }

    private void onResults(Used used, List<Lease> named, List<RecipientResult> recipientResults) {
        List<Lease> stillRemaining = new ArrayList<>();
        String host = used.endpoint().name();
        Contact contact = Causes.contact(used.endpoint(), used.connection().security());
        for (int i = 0; i < named.size(); i++) {
            RecipientResult recipientResult = recipientResults.get(i);
            if (recipientResult instanceof RecipientResult.NotAccepted(Failure failure)
                    && (failure.scope() == FailureScope.HOST || !ours())) {
                note(new HostFailure(Causes.cause(host, failure), contact));
                stillRemaining.add(named.get(i));
            } else {
                results.add(result(named.get(i), Causes.outcome(host, recipientResult), contact));
            }
        }
        remaining = stillRemaining;
        Used more = new Used(used.connection(), used.endpoint(), used.messages() + 1);
        delivery.idle().rest(consignment.destination(), more);
    }

    /** Prefers a temporary failure over a permanent one. */
    private void note(HostFailure next) {
        boolean better = reportedFailure.cause().scope() == Scope.SITE
                || !next.cause().status().isPermanent()
                || reportedFailure.cause().status().isPermanent();
        if (better) {
            reportedFailure = next;
        }
    }

    // Abandoned leases have no result.
    private Uni<List<AttemptResult>> finish() {
        Outcome outcome = Outcome.of(reportedFailure.cause());
        if (ours()) {
            remaining.forEach(lease -> results.add(result(lease, outcome, reportedFailure.contact())));
        }
        return Uni.createFrom().item(results);
    }

    private AttemptResult result(Lease lease, Outcome outcome, Contact contact) {
        return new AttemptResult(
                lease, outcome, contact, startedAt, delivery.clock().instant());
    }

    private OutgoingMessage outgoing(List<Lease> leases) {
        Item item = consignment.item();
        List<EmailAddress> to = leases.stream().map(Lease::recipient).toList();
        Encoding header =
                switch (item.wording()) {
                    case ASCII -> Encoding.ASCII;
                    case UTF8 -> Encoding.UTF8;
                };
        return new OutgoingMessage(item.reversePath(), to, header, item.size(), content(item));
    }

    private Content content(Item item) {
        Multi<byte[]> prefix = Multi.createFrom().item(() -> item.prefix().octets());
        Multi<byte[]> blob = delivery.blobs().stream(item.blob(), 0, item.blob().size());
        Multi<byte[]> end = Multi.createFrom().deferred(this::end);
        return () -> Multi.createBy().concatenating().streams(prefix, blob, end);
    }

    /** Fails the content before its end, upon which the host discards the message (RFC 5321 section 4.1.1.4). */
    private Multi<byte[]> end() {
        return ours() ? Multi.createFrom().empty() : Multi.createFrom().failure(new LeaseRanOutException());
    }

    private boolean ours() {
        return consignment.guard().holds();
    }

    /** Aborts a message whose lease may belong to another process. */
    private static final class LeaseRanOutException extends Exception {
        private static final long serialVersionUID = 1;
    }
}
