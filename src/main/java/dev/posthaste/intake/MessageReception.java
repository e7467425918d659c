package dev.posthaste.intake;

import dev.posthaste.blob.BlobUpload;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import dev.posthaste.mime.Indexed;
import dev.posthaste.mime.LineEnds;
import dev.posthaste.mime.MimeIndexer;
import dev.posthaste.senderauth.BodyHash;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way in. The header is gathered, checked and, for a submission, completed; the body then flows through
 * the structure indexer, the body hash and the blob upload without being kept.
 */
final class MessageReception implements Reception {

    private static final Logger LOG = Logger.getLogger(MessageReception.class);

    private final LedgerIntake.Tools tools;
    private final Arrival arrival;
    private final EmailId email;
    private final Instant at;
    private final BlobUpload upload;
    private final MimeIndexer indexer = new MimeIndexer();
    private final HeaderCollector header = new HeaderCollector();
    private final @Nullable BodyHash bodyHash;
    private final @Nullable LineEnds lines;
    private long octets;
    private @Nullable CheckedHeader checked;
    private Verdict.@Nullable Refused refusal;

    /** What is known if this ends in a failure. */
    private Verdict.Certainty certainty = Verdict.Certainty.NOTHING_WRITTEN;

    MessageReception(LedgerIntake.Tools tools, Arrival arrival) {
        this.tools = tools;
        this.arrival = arrival;
        this.email = id(new EmailId(tools.around().ids().next()), arrival);
        this.at = tools.around().clock().instant();
        this.upload = tools.around().blobs().upload(tenant(arrival));
        this.bodyHash = SubmissionRules.isSigned(arrival) ? new BodyHash() : null;
        this.lines = arrival instanceof Arrival.FromProgram ? new LineEnds() : null;
    }

    @Override
    public Uni<Void> write(byte[] bytes, int offset, int length) {
        octets += length;
        if (refusal == null && octets > tools.settings().maxOctets()) {
            return refuse(
                    Verdict.Reason.TOO_LARGE,
                    "a message has at most " + tools.settings().maxOctets() + " octets");
        }
        if (refusal != null) {
            return Uni.createFrom().voidItem();
        }
        if (lines == null) {
            return take(bytes, offset, length);
        }
        byte[] canonical = lines.convert(bytes, offset, length);
        return take(canonical, 0, canonical.length);
    }

    @Override
    public Uni<Verdict> finish() {
        Uni<Void> headerDone = checked == null && refusal == null
                ? checkHeader()
                : Uni.createFrom().voidItem();
        return headerDone.chain(this::decide).onFailure().recoverWithItem(this::tryLater);
    }

    @Override
    public Uni<Void> abort() {
        return upload.abort();
    }

    private Uni<Void> take(byte[] bytes, int offset, int length) {
        if (checked != null) {
            return body(bytes, offset, length);
        }
        int taken = header.take(bytes, offset, length);
        if (header.isTooLarge()) {
            return refuse(
                    Verdict.Reason.HEADER_TOO_LARGE, "a header has at most " + HeaderCollector.MAX_OCTETS + " octets");
        }
        if (!header.isComplete()) {
            return Uni.createFrom().voidItem();
        }
        return checkHeader().chain(() -> body(bytes, offset + taken, length - taken));
    }

    private Uni<Void> checkHeader() {
        return new SubmissionRules(tools, arrival, email, at)
                .check(header.octets())
                .chain(this::headerChecked);
    }

    private Uni<Void> headerChecked(SubmissionRules.Result result) {
        return switch (result) {
            case SubmissionRules.Result.Passed(CheckedHeader passed) -> {
                checked = passed;
                indexer.feed(passed.octets(), 0, passed.octets().length);
                yield upload.write(passed.octets(), 0, passed.octets().length);
            }
            case SubmissionRules.Result.Refused(Verdict.Reason reason, String detail) -> refuse(reason, detail);
        };
    }

    private Uni<Void> body(byte[] bytes, int offset, int length) {
        if (refusal != null || length == 0) {
            return Uni.createFrom().voidItem();
        }
        indexer.feed(bytes, offset, length);
        if (bodyHash != null) {
            bodyHash.update(bytes, offset, length);
        }
        return upload.write(bytes, offset, length);
    }

    private Uni<Void> refuse(Verdict.Reason reason, String detail) {
        refusal = new Verdict.Refused(reason, detail);
        return upload.abort();
    }

    private Uni<Verdict> decide() {
        CheckedHeader passed = checked;
        if (refusal != null) {
            return Uni.createFrom().item(refusal);
        }
        if (passed == null) {
            throw new IllegalStateException("a header was neither passed nor refused");
        }
        Indexed indexed = indexer.finish();
        Uni<byte[]> signatures = bodyHash == null
                ? Uni.createFrom().item(new byte[0])
                : passed.signatures(
                        bodyHash, tools.around().signer(), tools.around().workers());
        return signatures.chain(signed -> upload.finish()
                .map(blob -> new Decision(tools, arrival, email, at).acceptance(passed, indexed, blob, signed))
                .chain(this::write));
    }

    private Uni<Verdict> write(Acceptance acceptance) {
        certainty = Verdict.Certainty.UNKNOWN;
        return tools.commits()
                .write(acceptance)
                .onFailure(MessageReception::isUndone)
                .invoke(() -> certainty = Verdict.Certainty.NOTHING_WRITTEN)
                .chain(outcome -> verdict(acceptance, outcome));
    }

    private static boolean isUndone(Throwable failure) {
        return failure instanceof LedgerRefusedException || failure instanceof GroupCommit.FullException;
    }

    private Uni<Verdict> verdict(Acceptance acceptance, Ledger.Outcome outcome) {
        if (!(outcome instanceof Ledger.Outcome.Written)) {
            certainty = Verdict.Certainty.NOTHING_WRITTEN;
        }
        Decision decision = new Decision(tools, arrival, email, at);
        return switch (outcome) {
            case Ledger.Outcome.Written written ->
                Uni.createFrom()
                        .item(decision.accepted(acceptance, written.placed().getFirst()));
            case Ledger.Outcome.OverQuota(List<AccountId> accounts) -> overQuota(decision, acceptance, accounts);
            case Ledger.Outcome.Gone gone -> discard(decision.gone());
            case Ledger.Outcome.KeyTaken taken -> earlier(acceptance).chain(this::discard);
        };
    }

    /** Nothing was written. What a relay brings is written for those who have room; for others it is all or nothing. */
    private Uni<Verdict> overQuota(Decision decision, Acceptance acceptance, List<AccountId> full) {
        Acceptance rest = acceptance.without(full);
        if (!(arrival instanceof Arrival.FromRelay) || rest.deliveries().isEmpty()) {
            return discard(decision.overQuota());
        }
        if (rest.deliveries().size() == acceptance.deliveries().size()) {
            throw new IllegalStateException("accounts without room that nothing was meant for: " + full);
        }
        return write(rest);
    }

    private Uni<Verdict> discard(Verdict verdict) {
        return upload.abort().replaceWith(verdict);
    }

    private Uni<Verdict> earlier(Acceptance acceptance) {
        Acceptance.Submission submission = acceptance.submission().orElseThrow();
        IdempotencyKey key = submission.idempotency().orElseThrow();
        return tools.around()
                .ledger()
                .earlier(submission.tenant(), key)
                .map(earlier -> earlier.map(one -> one.answer(key)).orElseGet(MessageReception::forgotten));
    }

    private static Verdict forgotten() {
        return new Verdict.TryLater("the earlier request with this idempotency key has just been forgotten");
    }

    private Verdict tryLater(Throwable failure) {
        LOG.warnf(failure, "not accepted, the client is asked to come again: email=%s written=%s", email, certainty);
        return switch (certainty) {
            case NOTHING_WRITTEN -> new Verdict.TryLater("the message could not be stored now");
            case UNKNOWN ->
                new Verdict.TryLater(
                        "the store did not say whether it has the message; perhaps nothing was stored",
                        Verdict.Certainty.UNKNOWN);
        };
    }

    /** In the bucket of its idempotency key, if it has one. */
    private static EmailId id(EmailId any, Arrival arrival) {
        return arrival instanceof Arrival.FromProgram program
                ? program.idempotency()
                        .map(key -> any.inBucket(key.bucket(program.tenant())))
                        .orElse(any)
                : any;
    }

    private static TenantId tenant(Arrival arrival) {
        return switch (arrival) {
            case Arrival.FromPeer peer -> SubmissionRules.firstLocal(peer.to()).tenant();
            case Arrival.FromRelay relay ->
                SubmissionRules.firstLocal(relay.to()).tenant();
            case Arrival.FromAccount account -> account.account().tenant();
            case Arrival.FromProgram program -> program.tenant();
            case Arrival.Notice notice -> notice.tenant();
            case Arrival.Append append -> append.account().tenant();
        };
    }
}
