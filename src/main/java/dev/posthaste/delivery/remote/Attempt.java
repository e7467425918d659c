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
import dev.posthaste.smtp.client.Fate;
import dev.posthaste.smtp.client.Outgoing;
import dev.posthaste.smtp.client.Reach;
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
 * One attempt for one consignment. Its steps follow each other, on whatever thread; it is used once. Before each message
 * and before its final dot it asks whether the leases still hold: a process that was stopped for a minute would otherwise
 * go on with what another one is carrying.
 */
final class Attempt {

    /** Connections that are tried, refused ones included; after Postfix's {@code smtp_mx_address_limit}. */
    static final int MAX_CONNECTIONS = 5;

    private final RemoteDelivery delivery;
    private final Consignment consignment;
    private final Instant startedAt;
    private final Deque<Stop> way = new ArrayDeque<>();
    private final List<AttemptResult> results = new ArrayList<>();
    private List<Lease> remaining;
    private int connections;
    /** What the last host of those that could not be spoken to did; what is said if no other takes the message. */
    private Setback setback = new Setback(
            Cause.observed(Scope.SITE, "4.4.0", "No host of the destination was tried"), new Contact.None());

    /** A host that was in vain. */
    private record Setback(Cause cause, Contact contact) {}

    Attempt(RemoteDelivery delivery, Consignment consignment) {
        this.delivery = delivery;
        this.consignment = consignment;
        this.remaining = consignment.leases();
        this.startedAt = delivery.clock().instant();
    }

    /** One result per lease. */
    Uni<List<AttemptResult>> run() {
        return delivery.idle()
                .take(consignment.destination())
                .map(this::sendOverUsed)
                .orElseGet(this::setOut);
    }

    // A connection that rested may have been closed by the host in the meantime: that is no failure of the host.
    private Uni<List<AttemptResult>> sendOverUsed(Used used) {
        return send(used).flatMap(done -> remaining.isEmpty() ? finish() : setOut());
    }

    private Uni<List<AttemptResult>> setOut() {
        return delivery.stops().of(consignment.destination()).flatMap(this::onWay);
    }

    private Uni<List<AttemptResult>> onWay(Routing<Stop> routing) {
        switch (routing) {
            case Routing.To<Stop>(List<Stop> stops) -> way.addAll(stops);
            case Routing.Unroutable<Stop> nowhere -> note(new Setback(Causes.cause(nowhere), new Contact.None()));
        }
        return next();
    }

    private Uni<List<AttemptResult>> next() {
        Stop stop = way.pollFirst();
        if (stop == null || remaining.isEmpty() || connections >= MAX_CONNECTIONS || !ours()) {
            return finish();
        }
        return switch (stop) {
            case Stop.Host host -> delivery.stops().addresses(host).flatMap(this::onAddresses);
            case Stop.Address address -> tryAt(address);
        };
    }

    private Uni<List<AttemptResult>> onAddresses(Routing<Stop> routing) {
        switch (routing) {
            case Routing.To<Stop>(List<Stop> addresses) -> addresses.reversed().forEach(way::addFirst);
            case Routing.Unroutable<Stop> nowhere -> note(new Setback(Causes.cause(nowhere), new Contact.None()));
        }
        return next();
    }

    private Uni<List<AttemptResult>> tryAt(Stop.Address address) {
        connections++;
        return delivery.client()
                .connect(address.endpoint(), address.terms())
                .flatMap(connecting -> onConnecting(address.endpoint(), connecting));
    }

    private Uni<List<AttemptResult>> onConnecting(Endpoint endpoint, Connecting connecting) {
        return switch (connecting) {
            case Connecting.Closed(Failure failure) -> {
                note(new Setback(Causes.cause(endpoint.name(), failure), new Contact.None()));
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
                .invoke(fates -> onFates(used, named, fates))
                .replaceWithVoid();
    }

    private void onFates(Used used, List<Lease> named, List<Fate> fates) {
        List<Lease> stillRemaining = new ArrayList<>();
        String host = used.endpoint().name();
        Contact contact = Causes.contact(used.endpoint(), used.connection().security());
        for (int i = 0; i < named.size(); i++) {
            Fate fate = fates.get(i);
            if (fate instanceof Fate.NotTaken(Failure failure) && (failure.reach() == Reach.HOST || !ours())) {
                note(new Setback(Causes.cause(host, failure), contact));
                stillRemaining.add(named.get(i));
            } else {
                results.add(result(named.get(i), Causes.outcome(host, fate), contact));
            }
        }
        remaining = stillRemaining;
        Used more = new Used(used.connection(), used.endpoint(), used.messages() + 1);
        delivery.idle().rest(consignment.destination(), more);
    }

    /** A host that may be there later is a better reason than one that will never be. */
    private void note(Setback next) {
        boolean better = setback.cause().scope() == Scope.SITE
                || !next.cause().status().isPermanent()
                || setback.cause().status().isPermanent();
        if (better) {
            setback = next;
        }
    }

    // Nothing is said of what was put down.
    private Uni<List<AttemptResult>> finish() {
        Outcome outcome = Outcome.of(setback.cause());
        if (ours()) {
            remaining.forEach(lease -> results.add(result(lease, outcome, setback.contact())));
        }
        return Uni.createFrom().item(results);
    }

    private AttemptResult result(Lease lease, Outcome outcome, Contact contact) {
        return new AttemptResult(
                lease, outcome, contact, startedAt, delivery.clock().instant());
    }

    private Outgoing outgoing(List<Lease> leases) {
        Item item = consignment.item();
        List<EmailAddress> to = leases.stream().map(Lease::recipient).toList();
        Encoding header =
                switch (item.wording()) {
                    case ASCII -> Encoding.ASCII;
                    case UTF8 -> Encoding.UTF8;
                };
        return new Outgoing(item.reversePath(), to, header, item.size(), content(item));
    }

    private Content content(Item item) {
        Multi<byte[]> prefix = Multi.createFrom().item(() -> item.prefix().octets());
        Multi<byte[]> blob = delivery.blobs().stream(item.blob(), 0, item.blob().size());
        Multi<byte[]> end = Multi.createFrom().deferred(this::end);
        return () -> Multi.createBy().concatenating().streams(prefix, blob, end);
    }

    /** A content that fails is never said to its end, and the host throws the message away (RFC 5321 section 4.1.1.4). */
    private Multi<byte[]> end() {
        return ours() ? Multi.createFrom().empty() : Multi.createFrom().failure(new LeaseRanOutException());
    }

    private boolean ours() {
        return consignment.guard().holds();
    }

    /** Ends a message that may be another process's by now. */
    private static final class LeaseRanOutException extends Exception {
        private static final long serialVersionUID = 1;
    }
}
