package dev.posthaste.api;

import dev.posthaste.account.AccountRef;
import dev.posthaste.account.Destination;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.intake.AppendRequest;
import dev.posthaste.intake.AppendResult;
import dev.posthaste.intake.DeliverRequest;
import dev.posthaste.intake.DeliverResult;
import dev.posthaste.intake.IdempotencyKey;
import dev.posthaste.intake.Intake;
import dev.posthaste.intake.NotAccepted;
import dev.posthaste.intake.Reception;
import dev.posthaste.intake.Recipient;
import dev.posthaste.intake.Refusal;
import dev.posthaste.intake.SubmitRequest;
import dev.posthaste.intake.SubmitResult;
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
import java.util.function.Function;

/** An intake in memory that puts local mail into folders at once, and remembers every email and every idempotency key. */
final class InMemoryIntake implements Intake, EmailHistory {

    /** A message larger than this is refused. */
    static final int MAX_OCTETS = 3 << 20;

    private record Earlier(byte[] fingerprint, SubmitResult.Accepted verdict) {}

    private final Map<String, Email> emails = new TreeMap<>();
    private final Map<String, byte[]> octets = new ConcurrentHashMap<>();
    private final Map<String, Earlier> keys = new ConcurrentHashMap<>();
    private final List<SubmitRequest> submissions = new ArrayList<>();
    private final InMemoryMailbox mailbox;
    private final Uuid7 ids;
    private final InstantSource clock;

    InMemoryIntake(InMemoryMailbox mailbox, Uuid7 ids, InstantSource clock) {
        this.mailbox = mailbox;
        this.ids = ids;
        this.clock = clock;
    }

    /** The octets that came with an email. */
    byte[] octets(EmailId email) {
        return Optional.ofNullable(octets.get(email.toString())).orElseThrow();
    }

    List<SubmitRequest> submissions() {
        return List.copyOf(submissions);
    }

    @Override
    public Reception<SubmitResult> submit(SubmitRequest request) {
        submissions.add(request);
        return new Receiving<>(octets ->
                tooLarge(octets).<SubmitResult>map(answer -> answer).orElseGet(() -> submitted(request, octets)));
    }

    @Override
    public Reception<AppendResult> append(AppendRequest request) {
        return new Receiving<>(octets ->
                tooLarge(octets).<AppendResult>map(answer -> answer).orElseGet(() -> appended(request, octets)));
    }

    @Override
    public Reception<DeliverResult> deliver(DeliverRequest request) {
        throw new IllegalArgumentException("nobody delivers by the API");
    }

    private static Optional<NotAccepted> tooLarge(byte[] message) {
        return message.length > MAX_OCTETS
                ? Optional.of(NotAccepted.refused(Refusal.Reason.TOO_LARGE, "more than " + MAX_OCTETS + " octets"))
                : Optional.empty();
    }

    private static final class Receiving<R> implements Reception<R> {
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private final Function<byte[], R> decide;

        Receiving(Function<byte[], R> decide) {
            this.decide = decide;
        }

        @Override
        public Uni<Void> write(byte[] bytes, int offset, int length) {
            message.write(bytes, offset, length);
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<R> finish() {
            return Uni.createFrom().item(() -> decide.apply(message.toByteArray()));
        }

        @Override
        public Uni<Void> abort() {
            return Uni.createFrom().voidItem();
        }
    }

    private SubmitResult submitted(SubmitRequest program, byte[] message) {
        Optional<String> slot = program.idempotency().map(key -> slot(program.tenant(), key));
        Optional<Earlier> earlier = slot.map(keys::get);
        if (earlier.isPresent()) {
            boolean same = Arrays.equals(
                    earlier.get().fingerprint(),
                    program.idempotency().orElseThrow().fingerprint());
            return same
                    ? replayed(earlier.get().verdict())
                    : NotAccepted.refused(Refusal.Reason.IDEMPOTENCY_KEY_REUSED, "the key was used before");
        }
        SubmitResult.Accepted accepted = accept(program, message);
        slot.ifPresent(text ->
                keys.put(text, new Earlier(program.idempotency().orElseThrow().fingerprint(), accepted)));
        return accepted;
    }

    private static String slot(TenantId tenant, IdempotencyKey key) {
        return tenant + " " + key.scope() + " " + key.key();
    }

    private static SubmitResult.Accepted replayed(SubmitResult.Accepted first) {
        return new SubmitResult.Accepted(
                first.email(),
                first.messageId(),
                first.size(),
                first.at(),
                first.recipients(),
                SubmitResult.Novelty.REPLAYED);
    }

    private SubmitResult.Accepted accept(SubmitRequest program, byte[] message) {
        EmailId id = new EmailId(ids.next());
        Instant now = clock.instant();
        List<SubmitResult.Handled> handed = new ArrayList<>();
        for (Recipient recipient : program.to()) {
            handed.add(
                    new SubmitResult.Handled(recipient.address(), recipient.role(), deliver(recipient, message, now)));
        }
        SubmitResult.Accepted accepted = new SubmitResult.Accepted(
                id, "<" + id + "@example.org>", message.length, now, handed, SubmitResult.Novelty.NEW);
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

    private SubmitResult.FirstStatus deliver(Recipient recipient, byte[] message, Instant now) {
        return switch (recipient.destination()) {
            case Destination.Local(AccountRef account) -> {
                mailbox.deliver(
                        account.id(), account.inbox(), Letter.of(message).at(now));
                yield SubmitResult.FirstStatus.DELIVERED;
            }
            case Destination.Elsewhere() -> SubmitResult.FirstStatus.QUEUED;
            case Destination.Full ignored -> throw new IllegalArgumentException("a full account");
            case Destination.Unknown ignored -> throw new IllegalArgumentException("an unknown recipient");
        };
    }

    private AppendResult appended(AppendRequest append, byte[] message) {
        StoredMessage stored = mailbox.deliver(
                append.account().id(),
                append.folder(),
                Letter.of(message)
                        .flagged(append.flags())
                        .at(append.internalDate().orElseGet(clock::instant)));
        return new AppendResult.Appended(1, stored.uid(), stored.id());
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
