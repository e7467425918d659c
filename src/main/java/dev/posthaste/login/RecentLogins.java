package dev.posthaste.login;

import dev.posthaste.id.Secret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers for a while which password matched which hash, so that a mail client with ten connections does not cost ten
 * Argon2 computations. Only a keyed digest over both is kept, under a key that dies with the process; a changed password
 * has another hash and so is never answered from here.
 */
final class RecentLogins {

    /** How long a match is believed. */
    static final Duration LIFETIME = Duration.ofMinutes(10);

    /** Matches remembered; the oldest go first. */
    static final int MAX_ENTRIES = 10_000;

    private final InstantSource clock;
    private final byte[] key = new byte[32];
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Instant> matches = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    RecentLogins(InstantSource clock, SecureRandom chance) {
        this.clock = clock;
        chance.nextBytes(key);
    }

    boolean knows(Secret password, Secret hash) {
        String digest = digest(password, hash);
        lock.lock();
        try {
            Instant since = matches.get(digest);
            return since != null && clock.instant().isBefore(since.plus(LIFETIME));
        } finally {
            lock.unlock();
        }
    }

    void remember(Secret password, Secret hash) {
        String digest = digest(password, hash);
        lock.lock();
        try {
            matches.remove(digest);
            matches.put(digest, clock.instant());
        } finally {
            lock.unlock();
        }
    }

    private String digest(Secret password, Secret hash) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] inner = hash.use(text -> mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
            mac.update(inner);
            return HexFormat.of().formatHex(password.use(text -> mac.doFinal(text.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException | InvalidKeyException missing) {
            throw new IllegalStateException("every Java has HmacSHA256", missing);
        }
    }
}
