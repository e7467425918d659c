package dev.posthaste.pop3.server;

import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.certificate.CertificateName;
import dev.posthaste.certificate.SelfSigned;
import dev.posthaste.certificate.ServerTls;
import dev.posthaste.certificate.SniKeyManager;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import dev.posthaste.listener.Protection;
import dev.posthaste.login.Login;
import dev.posthaste.login.LoginResult;
import dev.posthaste.login.Principal;
import dev.posthaste.login.Scope;
import dev.posthaste.mailbox.InMemoryMaildropLock;
import dev.posthaste.pop3.server.Pop3Settings.Limits;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A whole POP3 server on a free loopback port, with fakes behind it: user {@code mrose}, password {@code tanstaaf}. */
final class Port implements AutoCloseable {

    static final Limits LIMITS = new Limits(100, 50, Duration.ofMinutes(10), Duration.ofMillis(1), 1);
    static final AccountId ACCOUNT = new AccountId(new UUID(0, 7));

    private static final SniKeyManager CERTIFICATES = new SniKeyManager(
            new SelfSigned(InstantSource.system(), new SecureRandom())
                    .generate(List.of(new CertificateName.Exact(DomainName.of("localhost")))),
            InstantSource.system());

    final InMemoryMaildrops maildrops = new InMemoryMaildrops();
    final InMemoryMaildropLock lock = new InMemoryMaildropLock();
    final Pop3Server server;
    final int number;
    /** When {@code mrose-later} has given the password. */
    final CompletableFuture<Void> asked = new CompletableFuture<>();
    /** Completed by a test: the password of {@code mrose-later} is looked at then. */
    final CompletableFuture<Void> later = new CompletableFuture<>();

    private final Vertx vertx = Vertx.vertx();

    Port(Protection protection, Limits limits) {
        this(protection, limits, Extensions.ALL);
    }

    Port(Protection protection, Limits limits, Extensions extensions) {
        Pop3Settings settings = new Pop3Settings("127.0.0.1", 0, protection, limits);
        Backend backend = new Backend(new OneUser(), maildrops, lock);
        server = new Pop3Server(vertx, new ServerTls(CERTIFICATES), settings, backend, extensions);
        number = server.start().await().atMost(Duration.ofSeconds(20));
    }

    Client client() throws IOException {
        return new Client(number);
    }

    @Override
    public void close() {
        Uni.createFrom()
                .completionStage(() -> vertx.close().toCompletionStage())
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    /** Knows one user, a second name for which the store does not answer, and a third for which it answers late. */
    private final class OneUser implements Login {

        @Override
        public Uni<LoginResult> check(String user, Secret password, Scope needed) {
            return switch (user) {
                case "nobody-knows" -> Uni.createFrom().item(new LoginResult.Unavailable());
                case "mrose-later" -> lateAnswer(password);
                case "breaks" -> Uni.createFrom().failure(new IllegalStateException("login broke"));
                default -> Uni.createFrom().item(result(user, password));
            };
        }

        private Uni<LoginResult> lateAnswer(Secret password) {
            return Uni.createFrom()
                    .completionStage(later)
                    .onSubscription()
                    .invoke(() -> asked.complete(null))
                    .map(now -> result("mrose", password));
        }

        private static LoginResult result(String user, Secret password) {
            boolean right = user.equals("mrose") && password.equals(new Secret("tanstaaf"));
            Principal.AccountHolder holder = new Principal.AccountHolder(
                    new TenantId(new UUID(0, 1)), ACCOUNT, EmailAddress.of("mrose@example.org"));
            return right ? new LoginResult.Granted(holder) : new LoginResult.Refused();
        }

        @Override
        public Uni<Optional<Principal>> bearer(Secret key) {
            return Uni.createFrom().item(Optional.empty());
        }
    }
}
