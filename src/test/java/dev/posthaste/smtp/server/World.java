package dev.posthaste.smtp.server;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountRef;
import dev.posthaste.account.Destination;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import dev.posthaste.intake.AppendRequest;
import dev.posthaste.intake.AppendResult;
import dev.posthaste.intake.Deferral;
import dev.posthaste.intake.DeliverRequest;
import dev.posthaste.intake.DeliverResult;
import dev.posthaste.intake.Intake;
import dev.posthaste.intake.NotAccepted;
import dev.posthaste.intake.Origin;
import dev.posthaste.intake.Reception;
import dev.posthaste.intake.Recipient;
import dev.posthaste.intake.Refusal;
import dev.posthaste.intake.SubmitRequest;
import dev.posthaste.intake.SubmitResult;
import dev.posthaste.listener.Networks;
import dev.posthaste.login.Login;
import dev.posthaste.login.LoginResult;
import dev.posthaste.login.Principal;
import dev.posthaste.login.Scope;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * A small house behind the dependencies: example.org is hosted and has alice, bob, jörg and postmaster with room, full without,
 * brimful without when the message has come by LMTP;
 * "broken" makes the store fail. What the intake says of a message can be written into it as {@code X-Verdict}.
 */
final class World implements AccountDirectory, Login, Intake {

    static final SmtpSettings SETTINGS = settings(Limits.DEFAULT);

    /** What came, by one entrance or the other. */
    sealed interface Request {
        record Submitted(SubmitRequest request) implements Request {}

        record Delivered(DeliverRequest request) implements Request {}

        default Origin origin() {
            return switch (this) {
                case Submitted(SubmitRequest request) -> request.origin();
                case Delivered(DeliverRequest request) -> request.origin();
            };
        }
    }

    record Kept(Request arrival, String message) {
        SubmitRequest submitted() {
            return ((Request.Submitted) arrival).request();
        }

        DeliverRequest delivered() {
            return ((Request.Delivered) arrival).request();
        }
    }

    final List<Kept> kept = new CopyOnWriteArrayList<>();
    final List<Request> aborted = new CopyOnWriteArrayList<>();

    /** What the stages of the connection and of the envelope say. */
    volatile Admittance admittance = new Admittance.Admitted();

    /** Makes every reception a bug. */
    volatile boolean jammed;

    private static final int MAX_KEPT = 2_000_000;

    private final AtomicInteger emails = new AtomicInteger();
    private final Executor answering;

    /** Answers at once, or wherever {@code answering} runs. */
    World(Executor answering) {
        this.answering = answering;
    }

    static World prompt() {
        return new World(Runnable::run);
    }

    static SmtpSettings settings(Limits limits) {
        return new SmtpSettings(
                DomainName.of("mx.example.org"),
                EmailAddress.of("postmaster@example.org"),
                Networks.parse("127.0.0.0/8,192.0.2.0/24"),
                100_000,
                SmtpSettings.ClearTextLogin.ON_LOOPBACK,
                limits);
    }

    SmtpDependencies dependencies() {
        return new SmtpDependencies(this, this, this);
    }

    static AccountRef account(String address) {
        UUID id = UUID.nameUUIDFromBytes(address.getBytes(StandardCharsets.UTF_8));
        return new AccountRef(
                new TenantId(new UUID(0, 1)), new AccountId(id), EmailAddress.of(address), new FolderId(id));
    }

    @Override
    public Uni<Destination> resolve(EmailAddress address) {
        if (!address.domain().ascii().equals("example.org")) {
            return answer(new Destination.Elsewhere());
        }
        return switch (address.local().folded()) {
            case "alice", "bob", "jörg", "postmaster", "brimful" ->
                answer(new Destination.Local(account(address.folded())));
            case "full" -> answer(new Destination.Full(account("full@example.org")));
            case "broken" -> answer(0).chain(() -> Uni.createFrom().failure(new IllegalStateException("no store")));
            default -> answer(new Destination.Unknown());
        };
    }

    @Override
    public Uni<Ownership> ownership(AccountId account, EmailAddress sender) {
        if (sender.local().text().equals("broken")) {
            return Uni.createFrom().failure(new IllegalStateException("no store"));
        }
        boolean own = account.equals(account(sender.folded()).id());
        return answer(own ? Ownership.OWNED : Ownership.NOT_OWNED);
    }

    @Override
    public Uni<Optional<AccountRef>> byAddress(EmailAddress address) {
        return answer(Optional.of(account(address.folded())));
    }

    @Override
    public Uni<Optional<AccountRef>> byId(TenantId tenant, AccountId id) {
        AccountRef alice = account("alice@example.org");
        return answer(Optional.of(alice).filter(ref -> ref.id().equals(id)));
    }

    @Override
    public Uni<Optional<HostedDomain>> hosted(DomainName domain) {
        return answer(Optional.empty());
    }

    @Override
    public Uni<LoginResult> check(String user, Secret password, Scope needed) {
        if (user.equals("broken@example.org")) {
            return Uni.createFrom().failure(new IllegalStateException("no store"));
        }
        if (user.equals("away@example.org")) {
            return answer(new LoginResult.Unavailable());
        }
        boolean right = (user.equals("alice@example.org") || user.equals("gone@example.org"))
                && password.equals(new Secret("secret"));
        AccountRef account = account(user.contains("@") ? user : "nobody@example.org");
        return answer(
                right
                        ? new LoginResult.Granted(
                                new Principal.AccountHolder(account.tenant(), account.id(), account.address()))
                        : new LoginResult.Refused());
    }

    @Override
    public Uni<Optional<Principal>> bearer(Secret key) {
        return answer(Optional.empty());
    }

    @Override
    public Uni<Admittance> admit(Origin origin) {
        return Uni.createFrom().item(admittance);
    }

    @Override
    public Uni<Admittance> admit(Origin origin, ReversePath from, Recipient to) {
        return Uni.createFrom()
                .item(
                        to.destination() instanceof Destination.Full
                                ? new Admittance.Deferred(Deferral.accountFull())
                                : admittance);
    }

    @Override
    public Reception<SubmitResult> submit(SubmitRequest request) {
        return new Receiving<>(
                new Request.Submitted(request),
                size -> new SubmitResult.Accepted(
                        email(), "<1@example.org>", size, Instant.EPOCH, List.of(), SubmitResult.Novelty.NEW),
                answer -> answer);
    }

    @Override
    public Reception<DeliverResult> deliver(DeliverRequest request) {
        if (jammed) {
            throw new IllegalStateException("a bug");
        }
        return new Receiving<>(
                new Request.Delivered(request),
                size -> new DeliverResult.Accepted(email(), outcomes(request)),
                answer -> answer);
    }

    private static List<DeliverResult.Outcome> outcomes(DeliverRequest request) {
        return request.to().stream()
                .<DeliverResult.Outcome>map(
                        recipient -> recipient.address().local().text().equals("brimful")
                                ? new DeliverResult.Outcome.Deferred(Deferral.accountFull())
                                : new DeliverResult.Outcome.Taken())
                .toList();
    }

    @Override
    public Reception<AppendResult> append(AppendRequest request) {
        throw new UnsupportedOperationException("SMTP does not append");
    }

    private EmailId email() {
        return new EmailId(new UUID(0, emails.incrementAndGet()));
    }

    private <T> Uni<T> answer(T item) {
        return Uni.createFrom().<T>emitter(emitter -> answering.execute(() -> emitter.complete(item)));
    }

    private final class Receiving<R> implements Reception<R> {
        private final Request arrival;
        private final LongFunction<R> accepted;
        private final Function<NotAccepted, R> notAccepted;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        Receiving(Request arrival, LongFunction<R> accepted, Function<NotAccepted, R> notAccepted) {
            this.arrival = arrival;
            this.accepted = accepted;
            this.notAccepted = notAccepted;
        }

        @Override
        public Uni<Void> write(byte[] bytes, int offset, int length) {
            if (message.size() < MAX_KEPT) {
                message.write(bytes, offset, length);
            }
            if (message.size() < 100
                    && message.toString(StandardCharsets.ISO_8859_1).contains("X-Verdict: LOST")) {
                return Uni.createFrom().failure(new IllegalStateException("intake is broken"));
            }
            return answer(0).replaceWithVoid();
        }

        @Override
        public Uni<R> finish() {
            String text = message.toString(StandardCharsets.UTF_8);
            for (Refusal.Reason reason : Refusal.Reason.values()) {
                if (text.contains("X-Verdict: " + reason)) {
                    return answer(notAccepted.apply(NotAccepted.refused(reason, "Refused: " + reason)));
                }
            }
            if (text.contains("X-Verdict: LATER")) {
                return answer(notAccepted.apply(NotAccepted.deferred("later")));
            }
            if (text.contains("X-Verdict: FAILURE")) {
                return Uni.createFrom().failure(new IllegalStateException("no result"));
            }
            kept.add(new Kept(arrival, text));
            return answer(accepted.apply(message.size()));
        }

        @Override
        public Uni<Void> abort() {
            aborted.add(arrival);
            return answer(0).replaceWithVoid();
        }
    }
}
