package dev.posthaste.intake;

import dev.posthaste.address.ReversePath;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** The three entrances, and what may be asked before a message comes. */
public interface Intake {

    /** A message of a user, a program or this server, for anybody. */
    Reception<SubmitResult> submit(SubmitRequest request);

    /** A message from another server, for local recipients. */
    Reception<DeliverResult> deliver(DeliverRequest request);

    /** A message that a client puts into a folder. */
    Reception<AppendResult> append(AppendRequest request);

    /** Runs the stages of the connection, before a greeting is sent. */
    default Uni<Admittance> admit(Origin origin) {
        return Uni.createFrom().item(new Admittance.Admitted());
    }

    /** Runs the stages of the envelope for one recipient, before it is accepted (RCPT, or the API's check). */
    default Uni<Admittance> admit(Origin origin, ReversePath from, Recipient to) {
        return Uni.createFrom().item(new Admittance.Admitted());
    }

    /**
     * What an earlier request with this key was told, or that the key belongs to another request; empty if there was none.
     * A client that asks first spares the work of a repeated request; the commit decides all the same.
     */
    default Uni<Optional<SubmitResult>> earlier(TenantId tenant, IdempotencyKey key) {
        return Uni.createFrom().item(Optional.empty());
    }

    /** Whether a connection or a recipient is taken. */
    sealed interface Admittance {

        /** It is. */
        record Admitted() implements Admittance {}

        /** Not now. */
        record Deferred(Deferral deferral) implements Admittance {}

        /** Not ever. */
        record Refused(Refusal refusal) implements Admittance {}
    }
}
