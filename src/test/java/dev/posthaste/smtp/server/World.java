package dev.posthaste.smtp.server;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountRef;
import dev.posthaste.account.Destination;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.Secret;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.id.TenantId;
import dev.posthaste.intake.Arrival;
import dev.posthaste.intake.Intake;
import dev.posthaste.intake.Reception;
import dev.posthaste.intake.Recipient;
import dev.posthaste.intake.Verdict;
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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A small house behind the doors: example.org is hosted and has alice, bob, jörg and postmaster with room, full without,
 * brimful without when the message has come by LMTP;
 * "broken" makes the store fail. What the intake says of a message can be written into it as {@code X-Verdict}.
 */
final class World implements AccountDirectory, Login, Intake {

    static final SmtpSettings SETTINGS = settings(Limits.DEFAULT);

    record Kept(Arrival arrival, String message) {}

    final List<Kept> kept = new CopyOnWriteArrayList<>();
    final List<Arrival> aborted = new CopyOnWriteArrayList<>();
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

    Doors doors() {
        return new Doors(this, this, this);
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
    public Reception receive(Arrival arrival) {
        return new Receiving(arrival);
    }

    private <T> Uni<T> answer(T item) {
        return Uni.createFrom().<T>emitter(emitter -> answering.execute(() -> emitter.complete(item)));
    }

    private final class Receiving implements Reception {
        private final Arrival arrival;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        Receiving(Arrival arrival) {
            this.arrival = arrival;
        }

        @Override
        public Uni<Void> write(byte[] bytes, int offset, int length) {
            if (message.size() < MAX_KEPT) {
                message.write(bytes, offset, length);
            }
            if (message.size() < 100
                    && message.toString(StandardCharsets.ISO_8859_1).contains("X-Verdict: LOST")) {
                return Uni.createFrom().failure(new IllegalStateException("the door is broken"));
            }
            return answer(0).replaceWithVoid();
        }

        @Override
        public Uni<Verdict> finish() {
            String text = message.toString(StandardCharsets.UTF_8);
            for (Verdict.Reason reason : Verdict.Reason.values()) {
                if (text.contains("X-Verdict: " + reason)) {
                    return answer(new Verdict.Refused(reason, "Refused: " + reason));
                }
            }
            if (text.contains("X-Verdict: LATER")) {
                return answer(new Verdict.TryLater("later"));
            }
            if (text.contains("X-Verdict: FAILURE")) {
                return Uni.createFrom().failure(new IllegalStateException("no verdict"));
            }
            if (text.contains("X-Verdict: APPENDED")) {
                return answer(new Verdict.Appended(1, 1, new StoredMessageId(new UUID(0, 1))));
            }
            kept.add(new Kept(arrival, text));
            EmailId email = new EmailId(new UUID(0, emails.incrementAndGet()));
            if (arrival instanceof Arrival.FromRelay relay) {
                return answer(new Verdict.Delivered(email, withRoom(relay.to())));
            }
            return answer(new Verdict.Accepted(
                    email, "<1@example.org>", message.size(), Instant.EPOCH, List.of(), Verdict.Novelty.NEW));
        }

        private Set<AccountId> withRoom(List<Recipient> recipients) {
            return recipients.stream()
                    .filter(recipient -> !recipient.address().local().text().equals("brimful"))
                    .map(recipient -> account(recipient.address().folded()).id())
                    .collect(Collectors.toSet());
        }

        @Override
        public Uni<Void> abort() {
            aborted.add(arrival);
            return answer(0).replaceWithVoid();
        }
    }
}
