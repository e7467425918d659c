package dev.posthaste.login;

import dev.posthaste.id.Secret;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords with Argon2id (RFC 9106) off the event loops, a few at a time: each takes tens of milliseconds of a
 * core and {@link #MEMORY_KIB} of memory, and strangers decide how often.
 */
public final class PasswordHasher {

    /** KiB of memory; OWASP's second recommendation of parameters. */
    static final int MEMORY_KIB = 19 * 1024;

    /** Passes over it. */
    static final int PASSES = 2;

    /** Hashes that may wait for their turn; beyond, a login is temporarily unavailable. */
    static final int MAX_WAITING = 256;

    private static final int SALT_OCTETS = 16;
    private static final int HASH_OCTETS = 32;
    private static final String SCHEME = "argon2id";

    private final Executor workers;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final SecureRandom chance = new SecureRandom();

    /** Hashes on these workers; their number bounds how many are under way. */
    public PasswordHasher(Executor workers) {
        this.workers = workers;
    }

    /** Too many are waiting. */
    public static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("more than " + MAX_WAITING + " passwords wait to be checked");
        }
    }

    /** A new hash of a password, with its salt and parameters: {@code argon2id$m$t$salt$hash}. */
    public Uni<Secret> hash(Secret password) {
        byte[] salt = new byte[SALT_OCTETS];
        chance.nextBytes(salt);
        return onWorkers(() -> new Secret(String.join(
                "$",
                SCHEME,
                Integer.toString(MEMORY_KIB),
                Integer.toString(PASSES),
                base64(salt),
                base64(digest(password, salt, MEMORY_KIB, PASSES)))));
    }

    /** Whether {@code hash} was made of {@code password}. */
    public Uni<Boolean> matches(Secret password, Secret hash) {
        String[] parts = hash.use(text -> text.split("\\$", -1));
        if (parts.length != 5 || !parts[0].equals(SCHEME)) {
            return Uni.createFrom().failure(new IllegalStateException("a password hash of an unknown scheme"));
        }
        int memory = Integer.parseInt(parts[1]);
        int passes = Integer.parseInt(parts[2]);
        byte[] salt = Base64.getDecoder().decode(parts[3]);
        byte[] expected = Base64.getDecoder().decode(parts[4]);
        return onWorkers(() -> MessageDigest.isEqual(expected, digest(password, salt, memory, passes)));
    }

    /** Whoever subscribes waits: a hash that nobody asks for holds no place. */
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

    private static byte[] digest(Secret password, byte[] salt, int memory, int passes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[HASH_OCTETS];
        password.use(text -> generator.generateBytes(text.getBytes(StandardCharsets.UTF_8), hash));
        return hash;
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().withoutPadding().encodeToString(octets);
    }
}
