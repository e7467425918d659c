package dev.posthaste.queue;

import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import java.util.Optional;
import java.util.UUID;

/**
 * The exclusive right to attempt delivery to one recipient, until the lease expires.
 *
 * @param token proves, when the attempt is settled, that nobody else has leased the recipient since
 * @param number of the recipient within the email
 * @param destination whose mail hosts take it
 * @param attempts how many were made before
 * @param account of this server, for a scheduled recipient that is here: its delivery is a message in a folder
 */
public record Lease(
        UUID token,
        Item item,
        int number,
        EmailAddress recipient,
        DomainName destination,
        int attempts,
        Optional<AccountId> account) {

    /** Of a recipient elsewhere. */
    public Lease(UUID token, Item item, int number, EmailAddress recipient, DomainName destination, int attempts) {
        this(token, item, number, recipient, destination, attempts, Optional.empty());
    }
}
