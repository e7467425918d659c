package dev.posthaste.intake;

import dev.posthaste.address.ReversePath;
import dev.posthaste.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message of a user, a program or this server, for anybody: Bcc is removed, Date and Message-ID are added where they are
 * missing, DKIM signs, and an email object tells what becomes of each recipient (RFC 6409 section 8).
 *
 * @param tenant whose email it is
 * @param transport what the client declared that the message may need
 * @param idempotency empty for the mail protocols
 * @param availableAt empty: at once. A later time schedules it for all recipients, local ones included
 */
public record SubmitRequest(
        Origin origin,
        TenantId tenant,
        ReversePath from,
        List<Recipient> to,
        Acceptance.Transport transport,
        Labels labels,
        Optional<IdempotencyKey> idempotency,
        Optional<Instant> availableAt) {

    /** Keeps its own copy of the recipients. */
    public SubmitRequest {
        to = List.copyOf(to);
    }

    /** A plain one: no labels, no idempotency key, at once. */
    public static SubmitRequest of(Origin origin, TenantId tenant, ReversePath from, List<Recipient> to) {
        return new SubmitRequest(
                origin, tenant, from, to, Acceptance.Transport.ANY, Labels.NONE, Optional.empty(), Optional.empty());
    }

    /** The same for a client that declared what the message may need. */
    public SubmitRequest declaring(Acceptance.Transport declared) {
        return new SubmitRequest(origin, tenant, from, to, declared, labels, idempotency, availableAt);
    }
}
