package dev.posthaste.intake;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.ReversePath;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.senderauth.DkimSigner;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Intake in front of a {@link Ledger}. */
public final class LedgerIntake implements Intake {

    private final Tools tools;

    /**
     * Writes into this ledger.
     *
     * @param configured the operator's stages, each in its place between the built-in ones
     */
    public LedgerIntake(Parts parts, Settings settings, List<Stage> configured) {
        this.tools = new Tools(
                parts,
                settings,
                new Stages(inOrder(parts, settings, configured)),
                new GroupCommit(parts.ledger()),
                new TraceFields(settings.hostname()),
                new News(parts.listener()));
    }

    /** What intake works with. */
    public record Parts(
            Ledger ledger,
            BlobStore blobs,
            AccountDirectory directory,
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
    record Tools(Parts parts, Settings settings, Stages stages, GroupCommit commits, TraceFields trace, News news) {}

    /** A header is completed and the message signed after every configured stage of the same place. */
    private static List<Stage> inOrder(Parts parts, Settings settings, List<Stage> configured) {
        HostedDomains domains = new HostedDomains(parts.directory());
        List<Stage> stages = new ArrayList<>();
        stages.add(new QuotaStage());
        stages.add(new LoopStage());
        stages.add(new AuthorStage(parts.directory(), domains));
        stages.addAll(configured);
        stages.add(new CompletionStage(settings.hostname()));
        stages.add(new SigningKeyStage(domains, settings.hostname()));
        stages.add(new SigningStage(parts.signer(), parts.workers()));
        return stages;
    }

    @Override
    public Reception<SubmitResult> submit(SubmitRequest request) {
        return new MessageReception<>(tools, Passage.of(request, arrival()), new SubmitEntry(tools, request));
    }

    @Override
    public Reception<DeliverResult> deliver(DeliverRequest request) {
        return new MessageReception<>(tools, Passage.of(request, arrival()), new DeliverEntry(tools, request));
    }

    @Override
    public Reception<AppendResult> append(AppendRequest request) {
        return new MessageReception<>(tools, Passage.of(request, arrival()), new AppendEntry(tools, request));
    }

    @Override
    public Uni<Admittance> admit(Origin origin) {
        return admit(Stage.Place.CONNECTION, Passage.of(origin, arrival()));
    }

    @Override
    public Uni<Admittance> admit(Origin origin, ReversePath from, Recipient to) {
        return admit(Stage.Place.ENVELOPE, Passage.of(origin, from, to, arrival()));
    }

    private Uni<Admittance> admit(Stage.Place place, Passage passage) {
        return tools.stages()
                .run(place, passage)
                .map(done -> passage.end().map(LedgerIntake::admittance).orElseGet(Admittance.Admitted::new));
    }

    private static Admittance admittance(NotAccepted end) {
        return switch (end) {
            case NotAccepted.Deferred(Deferral deferral) -> new Admittance.Deferred(deferral);
            case NotAccepted.Refused(Refusal refusal) -> new Admittance.Refused(refusal);
        };
    }

    private Passage.Arrival arrival() {
        return new Passage.Arrival(
                new EmailId(tools.parts().ids().next()), tools.parts().clock().instant());
    }

    @Override
    public Uni<Optional<SubmitResult>> earlier(TenantId tenant, IdempotencyKey key) {
        return tools.parts().ledger().earlier(tenant, key).map(earlier -> earlier.map(one -> one.answer(key)));
    }
}
