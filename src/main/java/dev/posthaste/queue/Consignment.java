package dev.posthaste.queue;

import dev.posthaste.address.DomainName;
import java.util.List;

/**
 * Recipients of one email at one destination: what goes out in one mail transaction.
 *
 * @param guard whether the leases are still held by this process
 */
public record Consignment(List<Lease> leases, LeaseGuard guard) {

    /** RFC 5321 section 4.5.3.1.8: more recipients than these a host may refuse. */
    public static final int MAX_RECIPIENTS = 100;

    /** At least one lease; all of one email and one destination. */
    public Consignment {
        leases = List.copyOf(leases);
        if (leases.isEmpty() || leases.size() > MAX_RECIPIENTS) {
            throw new IllegalArgumentException(leases.size() + " recipients");
        }
        Lease first = leases.getFirst();
        for (Lease lease : leases) {
            if (!lease.item().email().equals(first.item().email())
                    || !lease.destination().equals(first.destination())) {
                throw new IllegalArgumentException("leases of different emails or destinations");
            }
        }
    }

    /** The email. */
    public Item item() {
        return leases.getFirst().item();
    }

    /** Whose mail hosts take it. */
    public DomainName destination() {
        return leases.getFirst().destination();
    }
}
