package dev.posthaste.queue;

import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.blob.BlobHash;
import dev.posthaste.blob.BlobRef;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Items, leases and results for tests. */
public final class Mails {

    /** When everything begins. */
    public static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    /** Whose mail it is. */
    public static final TenantId TENANT = new TenantId(new UUID(1, 1));

    /** Who sends it. */
    public static final ReversePath ALICE = ReversePath.of(EmailAddress.of("alice@here.test"));

    /** Any destination. */
    public static final LeaseRequest.Destinations ANY = new LeaseRequest.Destinations.AllBut(Set.of());

    private Mails() {}

    /** An email with an id of its own and ten octets. */
    public static Item item(int id, ReversePath from) {
        EmailId email = new EmailId(new UUID(2, id));
        BlobRef blob = BlobRef.ofEmail(email, TENANT, new BlobHash(id, 0, 0, 0), 10);
        return new Item(email, from, new Prefix(new byte[0]), blob, Item.Wording.ASCII, NOON);
    }

    /** A lease of the n-th recipient. */
    public static Lease lease(Item item, int n, String recipient) {
        EmailAddress address = EmailAddress.of(recipient);
        return new Lease(new UUID(3, 3), item, n, address, address.domain(), 0);
    }

    /** The destination of an address. */
    public static DomainName domain(String name) {
        return DomainName.of(name);
    }

    /** It was taken. */
    public static Outcome delivered() {
        return new Outcome.Delivered(new Evidence.Replied("mx.example.org", 250, "2.0.0 queued"));
    }

    /** It was not taken now. */
    public static Outcome deferred(Scope scope) {
        return Outcome.of(new Cause(
                scope, new StatusCode("4.2.1"), new Evidence.Replied("mx.example.org", 450, "4.2.1 try later")));
    }

    /** It was refused. */
    public static Outcome failed(Scope scope) {
        return Outcome.of(new Cause(
                scope, new StatusCode("5.1.1"), new Evidence.Replied("mx.example.org", 550, "5.1.1 no such user")));
    }

    /** A result at a host with TLS. */
    public static AttemptResult result(Lease lease, Outcome outcome, Instant time) {
        Contact.Host host = new Contact.Host("mx.example.org:25", new Contact.Security.Tls("TLSv1.3"));
        return new AttemptResult(lease, outcome, host, time, time.plusSeconds(1));
    }
}
