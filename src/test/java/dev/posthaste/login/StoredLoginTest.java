package dev.posthaste.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.account.ApiKeyStore;
import dev.posthaste.account.Page;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.ApiKeyId;
import dev.posthaste.id.Secret;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoredLoginTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TenantId TENANT = new TenantId(new UUID(1, 1));
    private static final Principal.AccountHolder ALICE =
            new Principal.AccountHolder(TENANT, new AccountId(new UUID(1, 2)), EmailAddress.of("alice@a.test"));
    /** Of {@code password}, with 256 KiB; a test vector of the reference implementation. */
    private static final Secret WEAK =
            new Secret("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");

    private static final Secret PLATFORM = new Secret("the platform's key");

    private final AtomicInteger hashes = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final PasswordHasher hasher = new PasswordHasher(task -> {
        hashes.incrementAndGet();
        task.run();
    });
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Secret stored = hasher.hash(new Secret("right")).await().atMost(PATIENCE);
    private Uni<Optional<CredentialStore.Credential>> failing = Uni.createFrom().nothing();
    private boolean storeFails;
    private boolean replacementFails;
    private final ApiKeyId keyId = new ApiKeyId(new UUID(1, 3));
    private final Secret key = ApiKeySecret.generate(keyId, new SecureRandom());
    private TenantId keyTenant = TENANT;

    private final Login login =
            new StoredLogin(stores(), hasher, (InstantSource) () -> now, new StoredLogin.Platform(PLATFORM, TENANT));

    @Test
    void the_right_password_lets_in_whatever_the_case_of_the_address() {
        assertThat(check("Alice@A.Test", "right")).isEqualTo(new LoginResult.Granted(ALICE));
    }

    @Test
    void a_wrong_password_and_an_unknown_user_are_told_the_same_and_cost_the_same() {
        check("nobody@a.test", "first, for the decoy");
        int before = hashes.get();
        assertThat(check("alice@a.test", "wrong")).isEqualTo(new LoginResult.Refused());
        int wrong = hashes.get() - before;
        assertThat(check("nobody@a.test", "wrong")).isEqualTo(new LoginResult.Refused());
        assertThat(hashes.get() - before - wrong).isEqualTo(wrong).isEqualTo(1);
        assertThat(check("' or 1=1 --", "wrong")).isEqualTo(new LoginResult.Refused());
    }

    @Test
    void a_password_that_was_right_a_moment_ago_is_not_hashed_again_until_time_has_passed_or_it_was_changed() {
        check("alice@a.test", "right");
        int before = hashes.get();
        assertThat(check("alice@a.test", "right")).isInstanceOf(LoginResult.Granted.class);
        assertThat(hashes).hasValue(before);
        now = now.plus(RecentLogins.LIFETIME);
        check("alice@a.test", "right");
        assertThat(hashes).hasValue(before + 1);
        stored = hasher.hash(new Secret("new")).await().atMost(PATIENCE);
        assertThat(check("alice@a.test", "right")).isEqualTo(new LoginResult.Refused());
    }

    @Test
    void a_key_of_the_tenant_with_the_scope_opens_the_account_and_no_other_does() {
        assertThat(check("alice@a.test", key.<String>use(text -> text))).isEqualTo(new LoginResult.Granted(ALICE));
        assertThat(login.check("alice@a.test", key, Scope.MESSAGES_WRITE)
                        .await()
                        .atMost(PATIENCE))
                .isEqualTo(new LoginResult.Refused());
        keyTenant = new TenantId(new UUID(9, 9));
        assertThat(check("alice@a.test", key.<String>use(text -> text))).isEqualTo(new LoginResult.Refused());
    }

    @Test
    void a_password_that_looks_like_a_key_tells_nobody_who_exists() {
        int before = hashes.get();
        asked.set(0);
        String made = ApiKeySecret.generate(keyId, new SecureRandom()).use(text -> text);
        assertThat(check("alice@a.test", made)).isEqualTo(new LoginResult.Refused());
        int known = asked.getAndSet(0);
        assertThat(check("nobody@a.test", made)).isEqualTo(new LoginResult.Refused());
        assertThat(asked.getAndSet(0)).isEqualTo(known).isZero();
        assertThat(check("nobody@a.test", key.<String>use(text -> text))).isEqualTo(new LoginResult.Refused());
        assertThat(check("no address", key.<String>use(text -> text))).isEqualTo(new LoginResult.Refused());
        assertThat(hashes).hasValue(before);
    }

    @Test
    void a_busy_moment_does_not_make_unknown_users_unavailable_for_ever() {
        AtomicInteger tasks = new AtomicInteger();
        PasswordHasher busyAtFirst = new PasswordHasher(task -> {
            if (tasks.incrementAndGet() == 1) {
                throw new RejectedExecutionException("busy");
            }
            task.run();
        });
        Login busy = new StoredLogin(
                stores(), busyAtFirst, (InstantSource) () -> now, new StoredLogin.Platform(PLATFORM, TENANT));
        Uni<LoginResult> stranger = busy.check("nobody@a.test", new Secret("wrong"), Scope.EMAILS_SEND);
        assertThat(stranger.await().atMost(PATIENCE)).isEqualTo(new LoginResult.Unavailable());
        assertThat(stranger.await().atMost(PATIENCE)).isEqualTo(new LoginResult.Refused());
        assertThat(stranger.await().atMost(PATIENCE)).isEqualTo(new LoginResult.Refused());
        assertThat(tasks).as("the decoy is made once").hasValue(4);
    }

    @Test
    void a_hash_that_nobody_waits_for_holds_no_place() {
        for (int i = 0; i < PasswordHasher.MAX_WAITING + 1; i++) {
            assertThat(hasher.matches(new Secret("right"), stored)).isNotNull();
        }
        assertThat(hasher.matches(new Secret("right"), stored).await().atMost(PATIENCE))
                .isTrue();
    }

    @Test
    void a_store_that_fails_is_no_wrong_password() {
        storeFails = true;
        assertThat(check("alice@a.test", "right")).isEqualTo(new LoginResult.Unavailable());
    }

    @Test
    void a_bearer_is_the_platform_a_key_holder_or_nobody() {
        assertThat(bearer(PLATFORM)).contains(new Principal.Platform(TENANT));
        assertThat(bearer(key)).get().isInstanceOf(Principal.KeyHolder.class);
        assertThat(bearer(new Secret("ph_live_x_y"))).isEmpty();
        assertThat(bearer(new Secret(""))).isEmpty();
        assertThat(bearer(ApiKeySecret.generate(keyId, new SecureRandom()))).isEmpty();
    }

    @Test
    void a_hash_of_weaker_parameters_is_replaced_at_the_next_login() {
        stored = WEAK;
        assertThat(check("alice@a.test", "password")).isEqualTo(new LoginResult.Granted(ALICE));
        assertThat(stored).isNotEqualTo(WEAK);
        assertThat(PasswordHasher.isOutdated(stored)).isFalse();

        Secret strong = stored;
        assertThat(check("alice@a.test", "password")).isEqualTo(new LoginResult.Granted(ALICE));
        assertThat(stored).isSameAs(strong);
    }

    @Test
    void a_weak_hash_stays_after_a_wrong_password_and_a_replacement_that_fails_keeps_nobody_out() {
        stored = WEAK;
        assertThat(check("alice@a.test", "wrong")).isEqualTo(new LoginResult.Refused());
        assertThat(stored).isSameAs(WEAK);

        replacementFails = true;
        assertThat(check("alice@a.test", "password")).isEqualTo(new LoginResult.Granted(ALICE));
        assertThat(stored).isSameAs(WEAK);
    }

    private StoredLogin.Stores stores() {
        return new StoredLogin.Stores(this::find, this::replace, new OneKey());
    }

    private Uni<Boolean> replace(TenantId tenant, AccountId account, Secret known, Secret fresh) {
        assertThat(tenant).isEqualTo(ALICE.tenant());
        assertThat(account).isEqualTo(ALICE.account());
        if (replacementFails) {
            return Uni.createFrom().failure(new IllegalStateException("the store is away"));
        }
        assertThat(known).isEqualTo(stored);
        stored = fresh;
        return Uni.createFrom().item(true);
    }

    private Optional<Principal> bearer(Secret secret) {
        return login.bearer(secret).await().atMost(PATIENCE);
    }

    private LoginResult check(String user, String password) {
        return login.check(user, new Secret(password), Scope.EMAILS_SEND)
                .await()
                .atMost(PATIENCE);
    }

    private Uni<Optional<CredentialStore.Credential>> find(EmailAddress address) {
        asked.incrementAndGet();
        if (storeFails) {
            return failing.ifNoItem().after(Duration.ofMillis(1)).fail();
        }
        return Uni.createFrom()
                .item(Optional.of(new CredentialStore.Credential(ALICE, stored))
                        .filter(known -> address.folded().equals("alice@a.test")));
    }

    /** Knows one key, which may only send. */
    private final class OneKey implements ApiKeyStore {
        @Override
        public Uni<Optional<ApiKey>> bySecretHash(byte[] hash) {
            Optional<ApiKey> known = Optional.of(
                    new ApiKey(keyTenant, keyId, "test", List.of("emails:send"), Instant.EPOCH, Optional.empty()));
            return Uni.createFrom().item(known.filter(one -> Arrays.equals(hash, ApiKeySecret.hash(key))));
        }

        @Override
        public Uni<ApiKey> create(TenantId tenant, ApiKeyId id, String name, List<String> scopes, byte[] hash) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Page<ApiKey>> list(TenantId tenant, Page.Request page) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Optional<ApiKey>> get(TenantId tenant, ApiKeyId id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Optional<ApiKey>> revoke(TenantId tenant, ApiKeyId id) {
            throw new UnsupportedOperationException();
        }
    }
}
