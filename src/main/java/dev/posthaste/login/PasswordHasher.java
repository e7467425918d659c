package dev.posthaste.login;

import dev.posthaste.id.Secret;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords with Argon2id (RFC 9106) off the event loops, a few at a time: each takes tens of milliseconds of a
 * core and the memory of its {@link #PARAMETERS}, and anonymous clients decide how often.
 */
public final class PasswordHasher {

    /** What new hashes are made with: OWASP's second recommendation, 19 MiB and two passes. */
    static final PasswordHash.Parameters PARAMETERS = new PasswordHash.Parameters(19 * 1024, 2, 1);

    /** Hashes waiting or under way; beyond, a login is temporarily unavailable. */
    static final int MAX_WAITING = 256;

    private static final int SALT_OCTETS = 16;
    private static final int HASH_OCTETS = 32;

    private final Executor workers;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final SecureRandom chance = new SecureRandom();

    /** Hashes on these workers; their number bounds how many are under way. */
    public PasswordHasher(Executor workers) {
        this.workers = workers;
    }

    /** {@link #MAX_WAITING} passwords are waiting already: temporary. */
    public static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("more than " + MAX_WAITING + " passwords wait to be checked");
        }
    }

    /** A new hash of a password, salted, as a PHC string. */
    public Uni<Secret> hash(Secret password) {
        byte[] salt = new byte[SALT_OCTETS];
        chance.nextBytes(salt);
        return onWorkers(
                () -> new PasswordHash(PARAMETERS, salt, digest(password, PARAMETERS, salt, HASH_OCTETS)).print());
    }

    /** Whether {@code hash} was made of {@code password}; fails if it is not an Argon2id hash of version 19. */
    public Uni<Boolean> matches(Secret password, Secret hash) {
        return PasswordHash.parse(hash)
                .map(known -> onWorkers(() -> MessageDigest.isEqual(
                        known.digest(), digest(password, known.parameters(), known.salt(), known.digest().length))))
                .orElseGet(() -> Uni.createFrom()
                        .failure(new IllegalStateException(
                                "the stored password hash is not of the form $argon2id$v=19$…")));
    }

    /** Whether a hash is weaker than a new one would be, and should be replaced when the password is at hand. */
    static boolean isOutdated(Secret hash) {
        return PasswordHash.parse(hash).stream()
                .anyMatch(known -> known.parameters().areWeakerThan(PARAMETERS));
    }

    /** Deferred: a hash that nobody subscribes to holds no permit. */
    private <T> Uni<T> onWorkers(Supplier<T> work) {
        return Uni.createFrom().deferred(() -> inTurn(work));
    }

    private <T> Uni<T> inTurn(Supplier<T> work) {
        if (!waiting.tryAcquire()) {
            return Uni.createFrom().failure(new BusyException());
        }
        return Uni.createFrom()
                .item(work)
                .runSubscriptionOn(workers)
                .onFailure(RejectedExecutionException.class)
                .transform(full -> new BusyException())
                .onTermination()
                .invoke(waiting::release);
    }

    private static byte[] digest(Secret password, PasswordHash.Parameters parameters, byte[] salt, int octets) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(parameters.memory())
                .withIterations(parameters.passes())
                .withParallelism(parameters.lanes())
                .withSalt(salt)
                .build());
        byte[] digest = new byte[octets];
        password.use(text -> generator.generateBytes(text.getBytes(StandardCharsets.UTF_8), digest));
        return digest;
    }
}
