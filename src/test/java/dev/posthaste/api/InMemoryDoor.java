package dev.posthaste.api;

import dev.posthaste.account.AccountRef;
import dev.posthaste.account.Destination;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.intake.Arrival;
import dev.posthaste.intake.IdempotencyKey;
import dev.posthaste.intake.Intake;
import dev.posthaste.intake.Reception;
import dev.posthaste.intake.Recipient;
import dev.posthaste.intake.Verdict;
import dev.posthaste.mailbox.InMemoryMailbox;
import dev.posthaste.mailbox.Letter;
import dev.posthaste.mailbox.StoredMessage;
import dev.posthaste.mime.HeaderBlock;
import dev.posthaste.queue.Email;
import dev.posthaste.queue.EmailHistory;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A door in memory that puts local mail into folders at once, and remembers every email and every idempotency key. */
final class InMemoryDoor implements Intake, EmailHistory {

    /** A message larger than this is refused. */
    static final int MAX_OCTETS = 3 << 20;

    private record Earlier(byte[] fingerprint, Verdict.Accepted verdict) {}

    private final Map<String, Email> emails = new TreeMap<>();
    private final Map<String, byte[]> octets = new ConcurrentHashMap<>();
    private final Map<String, Earlier> keys = new ConcurrentHashMap<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final InMemoryMailbox mailbox;
    private final Uuid7 ids;
    private final InstantSource clock;

    InMemoryDoor(InMemoryMailbox mailbox, Uuid7 ids, InstantSource clock) {
        this.mailbox = mailbox;
        this.ids = ids;
        this.clock = clock;
    }

    /** The octets that came with an email. */
    byte[] octets(EmailId email) {
        return Optional.ofNullable(octets.get(email.toString())).orElseThrow();
    }

    List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    @Override
    public Reception receive(Arrival arrival) {
        arrivals.add(arrival);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        return new Reception() {
            @Override
            public Uni<Void> write(byte[] bytes, int offset, int length) {
                message.write(bytes, offset, length);
                return Uni.createFrom().voidItem();
            }

            @Override
            public Uni<Verdict> finish() {
                return Uni.createFrom().item(() -> decide(arrival, message.toByteArray()));
            }

            @Override
            public Uni<Void> abort() {
                return Uni.createFrom().voidItem();
            }
        };
    }

    private Verdict decide(Arrival arrival, byte[] message) {
        if (message.length > MAX_OCTETS) {
            return new Verdict.Refused(Verdict.Reason.TOO_LARGE, "more than " + MAX_OCTETS + " octets");
        }
        return switch (arrival) {
            case Arrival.FromProgram program -> submitted(program, message);
            case Arrival.Append append -> appended(append, message);
            case Arrival.FromPeer ignored -> throw new IllegalArgumentException("no peer comes here");
            case Arrival.FromRelay ignored -> throw new IllegalArgumentException("no relay comes here");
            case Arrival.FromAccount ignored -> throw new IllegalArgumentException("no account comes here");
            case Arrival.Notice ignored -> throw new IllegalArgumentException("no notice comes here");
        };
    }

    private Verdict submitted(Arrival.FromProgram program, byte[] message) {
        Optional<String> slot = program.idempotency().map(key -> slot(program.tenant(), key));
        Optional<Earlier> earlier = slot.map(keys::get);
        if (earlier.isPresent()) {
            boolean same = Arrays.equals(
                    earlier.get().fingerprint(),
                    program.idempotency().orElseThrow().fingerprint());
            return same
                    ? replayed(earlier.get().verdict())
                    : new Verdict.Refused(Verdict.Reason.IDEMPOTENCY_KEY_REUSED, "the key was used before");
        }
        Verdict.Accepted accepted = accept(program, message);
        slot.ifPresent(text ->
                keys.put(text, new Earlier(program.idempotency().orElseThrow().fingerprint(), accepted)));
        return accepted;
    }

    private static String slot(TenantId tenant, IdempotencyKey key) {
        return tenant + " " + key.scope() + " " + key.key();
    }

    private static Verdict.Accepted replayed(Verdict.Accepted first) {
        return new Verdict.Accepted(
                first.email(),
                first.messageId(),
                first.size(),
                first.at(),
                first.recipients(),
                Verdict.Novelty.REPLAYED);
    }

    private Verdict.Accepted accept(Arrival.FromProgram program, byte[] message) {
        EmailId id = new EmailId(ids.next());
        Instant now = clock.instant();
        List<Verdict.Handed> handed = new ArrayList<>();
        for (Recipient recipient : program.to()) {
            handed.add(new Verdict.Handed(recipient.address(), recipient.role(), deliver(recipient, message, now)));
        }
        Verdict.Accepted accepted =
                new Verdict.Accepted(id, "<" + id + "@example.org>", message.length, now, handed, Verdict.Novelty.NEW);
        HeaderBlock header = HeaderBlock.parse(message);
        emails.put(
                id.toString(),
                Recipients.email(
                        program,
                        accepted,
                        header.first("From").map(field -> field.decodedValue()).orElse(""),
                        header.first("Subject")
                                .map(field -> field.decodedValue())
                                .orElse("")));
        octets.put(id.toString(), message);
        return accepted;
    }

    private Verdict.Fate deliver(Recipient recipient, byte[] message, Instant now) {
        return switch (recipient.destination()) {
            case Destination.Local(AccountRef account) -> {
                mailbox.deliver(
                        account.id(), account.inbox(), Letter.of(message).at(now));
                yield Verdict.Fate.DELIVERED;
            }
            case Destination.Elsewhere() -> Verdict.Fate.QUEUED;
            case Destination.Full ignored -> throw new IllegalArgumentException("a full account");
            case Destination.Unknown ignored -> throw new IllegalArgumentException("an unknown recipient");
        };
    }

    private Verdict appended(Arrival.Append append, byte[] message) {
        StoredMessage stored = mailbox.deliver(
                append.account().id(),
                append.folder(),
                Letter.of(message)
                        .flagged(append.flags())
                        .at(append.internalDate().orElseGet(clock::instant)));
        return new Verdict.Appended(1, stored.uid(), stored.id());
    }

    @Override
    public Uni<Optional<Email>> get(TenantId tenant, EmailId id) {
        return Uni.createFrom()
                .item(() -> Optional.ofNullable(emails.get(id.toString()))
                        .filter(email -> email.tenant().equals(tenant)));
    }

    @Override
    public Uni<List<Email>> list(TenantId tenant, Filter filter) {
        return Uni.createFrom()
                .item(() -> new TreeMap<>(emails)
                        .descendingMap().values().stream()
                                .filter(email -> email.tenant().equals(tenant))
                                .filter(email -> filter.before()
                                        .map(before -> email.id().toString().compareTo(before.toString()) < 0)
                                        .orElse(true))
                                .filter(email ->
                                        filter.tag().map(email.tags()::contains).orElse(true))
                                .filter(email -> filter.status()
                                        .map(status ->
                                                email.recipients().stream().anyMatch(r -> r.status() == status))
                                        .orElse(true))
                                .limit(filter.limit())
                                .toList());
    }
}
