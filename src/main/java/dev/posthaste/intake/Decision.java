package dev.posthaste.intake;

import dev.posthaste.account.AccountRef;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.id.TenantId;
import dev.posthaste.mime.Indexed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** What a message that passed brings with it, and what its sender is told. */
final class Decision {

    private static final Logger LOG = Logger.getLogger(Intake.class);

    private static final byte[] NOTHING = {};

    private final LedgerIntake.Tools tools;
    private final Arrival arrival;
    private final EmailId email;
    private final Instant at;

    Decision(LedgerIntake.Tools tools, Arrival arrival, EmailId email, Instant at) {
        this.tools = tools;
        this.arrival = arrival;
        this.email = email;
        this.at = at;
    }

    /** One recipient, and where the message goes for him. */
    private record Way(Recipient recipient, Verdict.Fate fate, Optional<Target> target) {}

    private record Target(AccountRef account, FolderId folder) {}

    Acceptance acceptance(CheckedHeader header, Indexed indexed, StagedBlob blob, byte[] signatures) {
        Acceptance.Contents contents = Acceptance.Contents.of(indexed);
        return switch (arrival) {
            case Arrival.Append append ->
                new Acceptance(email, at, blob, contents, NOTHING, List.of(delivery(append)), Optional.empty());
            case Arrival.FromPeer(ReversePath from, List<Recipient> to, Trace trace) ->
                received(from, to, trace, blob, contents);
            case Arrival.FromRelay(ReversePath from, List<Recipient> to, Trace trace) ->
                received(from, to, trace, blob, contents);
            case Arrival.FromAccount(AccountRef account, var from, var to, var asked, Trace trace) -> {
                Origin origin =
                        new Origin("submission", account.tenant(), Optional.of(account.id()), from, Labels.NONE);
                yield submitted(origin, to, trace, new Content(header, indexed, blob, contents, signatures));
            }
            case Arrival.FromProgram program -> {
                Origin origin = new Origin("api", program.tenant(), Optional.empty(), program.from(), program.labels());
                yield submitted(
                        origin,
                        program.to(),
                        program.trace(),
                        new Content(header, indexed, blob, contents, signatures));
            }
            case Arrival.Notice(TenantId tenant, List<Recipient> to, Trace trace) -> {
                Origin origin = new Origin("notice", tenant, Optional.empty(), ReversePath.empty(), Labels.NONE);
                yield submitted(origin, to, trace, new Content(header, indexed, blob, contents, signatures));
            }
        };
    }

    /** Tells whoever has to know, and answers. */
    Verdict accepted(Acceptance acceptance, List<Ledger.Placed> placed) {
        for (int i = 0; i < placed.size(); i++) {
            warn(acceptance, acceptance.deliveries().get(i), placed.get(i));
        }
        if (arrival instanceof Arrival.Append) {
            Ledger.Placed where = placed.getFirst();
            return new Verdict.Appended(
                    where.uidValidity(),
                    where.uid(),
                    acceptance.deliveries().getFirst().id());
        }
        List<Verdict.Handed> handed = handed(acceptance);
        tell(acceptance, handed);
        if (arrival instanceof Arrival.FromRelay) {
            return delivered(acceptance);
        }
        return new Verdict.Accepted(
                email,
                messageId(acceptance),
                acceptance.prefix().length + acceptance.blob().size(),
                at,
                handed,
                Verdict.Novelty.NEW);
    }

    /** What each recipient of a relay is told, once the acceptance holds only those who have room. */
    Verdict delivered(Acceptance acceptance) {
        return new Verdict.Delivered(
                email,
                acceptance.deliveries().stream()
                        .map(delivery -> delivery.account().id())
                        .collect(Collectors.toSet()));
    }

    Verdict overQuota() {
        String detail = "an account has no room for this message";
        return switch (arrival) {
            case Arrival.FromPeer peer -> new Verdict.TryLater(detail);
            case Arrival.FromRelay relay -> new Verdict.Delivered(email, Set.of());
            case Arrival.FromAccount account -> new Verdict.TryLater(detail);
            case Arrival.FromProgram program -> new Verdict.Refused(Verdict.Reason.OVER_QUOTA, detail);
            case Arrival.Notice notice -> new Verdict.Refused(Verdict.Reason.OVER_QUOTA, detail);
            case Arrival.Append append -> new Verdict.Refused(Verdict.Reason.OVER_QUOTA, detail);
        };
    }

    Verdict gone() {
        return arrival instanceof Arrival.Append
                ? new Verdict.Refused(Verdict.Reason.NO_SUCH_FOLDER, "the folder is gone")
                : new Verdict.TryLater("an account has gone since it was named");
    }

    private Acceptance received(
            ReversePath from, List<Recipient> to, Trace trace, StagedBlob blob, Acceptance.Contents contents) {
        byte[] received = tools.trace().received(trace, email, at);
        return new Acceptance(
                email, at, blob, contents, received, deliveries(ways(to), from, received), Optional.empty());
    }

    private record Origin(String door, TenantId tenant, Optional<AccountId> account, ReversePath from, Labels labels) {}

    private record Content(
            CheckedHeader header, Indexed indexed, StagedBlob blob, Acceptance.Contents contents, byte[] signatures) {}

    private Acceptance submitted(Origin origin, List<Recipient> to, Trace trace, Content content) {
        byte[] prefix = joined(content.signatures(), tools.trace().received(trace, email, at));
        List<Way> ways = ways(to);
        Acceptance.Submission submission = new Acceptance.Submission(
                origin.tenant(),
                origin.door(),
                origin.account(),
                origin.from().toString(),
                Acceptance.Headline.of(
                        content.indexed().index().envelope(), content.header().messageId()),
                transport(asked(), origin.from(), to, content.header().octets()),
                origin.labels(),
                ways.stream().map(Decision::addressed).toList(),
                idempotency());
        return new Acceptance(
                email,
                at,
                content.blob(),
                content.contents(),
                prefix,
                deliveries(ways, origin.from(), prefix),
                Optional.of(submission));
    }

    private Optional<IdempotencyKey> idempotency() {
        return arrival instanceof Arrival.FromProgram program ? program.idempotency() : Optional.empty();
    }

    private Acceptance.Transport asked() {
        return switch (arrival) {
            case Arrival.FromAccount account -> account.asked();
            case Arrival.FromPeer peer -> Acceptance.Transport.ANY;
            case Arrival.FromRelay relay -> Acceptance.Transport.ANY;
            case Arrival.FromProgram program -> Acceptance.Transport.ANY;
            case Arrival.Notice notice -> Acceptance.Transport.ANY;
            case Arrival.Append append -> Acceptance.Transport.ANY;
        };
    }

    /**
     * What every recipient's host must be able to do (RFC 6531 section 3.6): SMTPUTF8 for a reverse-path that needs it, and for
     * a header with raw UTF-8 if the client said so or some address shows that it was meant. A recipient's own address is a
     * matter between us and his host: the others get the message without it. Raw octets that nobody announced go as they came.
     */
    static Acceptance.Transport transport(
            Acceptance.Transport asked, ReversePath from, List<Recipient> to, byte[] header) {
        boolean announced = asked == Acceptance.Transport.UTF8
                || to.stream().anyMatch(recipient -> recipient.address().needsUtf8());
        boolean utf8 =
                from.sender().filter(EmailAddress::needsUtf8).isPresent() || (announced && isBeyondAscii(header));
        return utf8 ? Acceptance.Transport.UTF8 : Acceptance.Transport.ANY;
    }

    private static boolean isBeyondAscii(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }

    private List<Way> ways(List<Recipient> to) {
        return to.stream().map(this::way).toList();
    }

    private Way way(Recipient recipient) {
        Optional<AccountRef> local = SubmissionRules.local(recipient.destination());
        if (local.isPresent()) {
            AccountRef account = local.get();
            return new Way(recipient, Verdict.Fate.DELIVERED, Optional.of(new Target(account, account.inbox())));
        }
        return switch (tools.around().departures().to(recipient.address().domain())) {
            case Departures.Departure.Queued queued -> new Way(recipient, Verdict.Fate.QUEUED, Optional.empty());
            case Departures.Departure.Captured(AccountRef account, FolderId folder) ->
                new Way(recipient, Verdict.Fate.CAPTURED, Optional.of(new Target(account, folder)));
        };
    }

    private static Acceptance.Addressed addressed(Way way) {
        String reason = way.fate() == Verdict.Fate.CAPTURED ? "captured: in local mode no mail leaves" : "";
        return new Acceptance.Addressed(
                way.recipient().address(),
                way.recipient().role(),
                way.fate(),
                reason,
                way.target().map(target -> target.account().id()));
    }

    /** One message a folder, however many addresses lead there. */
    private List<Acceptance.Delivery> deliveries(List<Way> ways, ReversePath from, byte[] prefix) {
        byte[] local = joined(tools.trace().returnPath(from), prefix);
        Map<Target, Acceptance.Delivery> deliveries = new LinkedHashMap<>();
        for (Way way : ways) {
            way.target().ifPresent(target -> deliveries.computeIfAbsent(target, first -> delivery(first, local)));
        }
        return new ArrayList<>(deliveries.values());
    }

    private Acceptance.Delivery delivery(Target target, byte[] prefix) {
        return new Acceptance.Delivery(target.account(), target.folder(), 0, at, newMessage(), prefix);
    }

    private Acceptance.Delivery delivery(Arrival.Append append) {
        Instant date = append.internalDate().orElse(at);
        return new Acceptance.Delivery(append.account(), append.folder(), append.flags(), date, newMessage(), NOTHING);
    }

    private StoredMessageId newMessage() {
        return new StoredMessageId(tools.around().ids().next());
    }

    private List<Verdict.Handed> handed(Acceptance acceptance) {
        if (acceptance.submission().isPresent()) {
            return acceptance.submission().get().recipients().stream()
                    .map(r -> new Verdict.Handed(r.address(), r.role(), r.fate()))
                    .toList();
        }
        return acceptance.deliveries().stream()
                .map(d -> new Verdict.Handed(d.account().address(), Recipient.Role.ENVELOPE, Verdict.Fate.DELIVERED))
                .toList();
    }

    private static String messageId(Acceptance acceptance) {
        return acceptance.submission().map(s -> s.headline().messageId()).orElse("");
    }

    private void tell(Acceptance acceptance, List<Verdict.Handed> handed) {
        AcceptanceListener listener = tools.around().listener();
        if (handed.stream().anyMatch(h -> h.fate() == Verdict.Fate.QUEUED)) {
            listener.mailWaits();
        }
        for (Verdict.Handed one : handed) {
            if (one.fate() == Verdict.Fate.CAPTURED
                    && tools.around().departures().to(one.address().domain())
                            instanceof Departures.Departure.Captured(AccountRef account, FolderId folder)) {
                listener.captured(account, one.address());
            }
        }
        LOG.infof(
                "accepted email=%s size=%d folders=%d recipients=%d",
                email, acceptance.blob().size(), acceptance.deliveries().size(), handed.size());
    }

    private void warn(Acceptance acceptance, Acceptance.Delivery delivery, Ledger.Placed placed) {
        double line = placed.quotaOctets() * AcceptanceListener.QUOTA_WARNING;
        long before = placed.usedOctets()
                - delivery.prefix().length
                - acceptance.blob().size();
        if (before < line && placed.usedOctets() >= line) {
            tools.around().listener().quotaNearlyUsed(delivery.account(), placed.usedOctets(), placed.quotaOctets());
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
