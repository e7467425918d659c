package dev.posthaste.intake;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.address.DomainName;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.senderauth.DkimSigner;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/** The door in front of a {@link Ledger}. */
public final class LedgerIntake implements Intake {

    private final Tools tools;

    /** Opens onto this ledger. */
    public LedgerIntake(Surroundings around, Settings settings) {
        this.tools = new Tools(
                around,
                settings,
                new GroupCommit(around.ledger()),
                new TraceFields(settings.hostname()),
                new ParsedKeys());
    }

    /** What the door works with. */
    public record Surroundings(
            Ledger ledger,
            BlobStore blobs,
            AccountDirectory directory,
            Departures departures,
            AcceptanceListener listener,
            DkimSigner signer,
            Executor workers,
            Uuid7 ids,
            InstantSource clock) {}

    /**
     * What the operator decides.
     *
     * @param hostname of this server, for Received and Message-ID
     * @param maxOctets of a message
     */
    public record Settings(DomainName hostname, long maxOctets) {}

    /** What every reception uses. */
    record Tools(Surroundings around, Settings settings, GroupCommit commits, TraceFields trace, ParsedKeys keys) {}

    @Override
    public Reception receive(Arrival arrival) {
        return new MessageReception(tools, arrival);
    }

    @Override
    public Uni<Optional<Verdict>> earlier(TenantId tenant, IdempotencyKey key) {
        return tools.around().ledger().earlier(tenant, key).map(earlier -> earlier.map(one -> one.answer(key)));
    }
}
