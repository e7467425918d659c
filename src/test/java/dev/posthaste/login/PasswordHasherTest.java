package dev.posthaste.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.id.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PasswordHasher hasher = new PasswordHasher(Runnable::run);

    /** The vectors of the reference implementation (phc-winner-argon2, test.c) for Argon2id, version 19. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password|$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "password|$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "password|$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
                "password|$argon2id$v=19$m=65536,t=1,p=1$c29tZXNhbHQ$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg",
                "differentpassword|$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94",
                "password|$argon2id$v=19$m=65536,t=2,p=1$ZGlmZnNhbHQ$vfMrBczELrFdWP0ZsfhWsRPaHppYdP3MVEMIVlqoFBw"
            })
    void published_hashes_match_their_passwords_and_no_other(String password, String hash) {
        assertThat(matches(password, hash)).isTrue();
        assertThat(matches(password + '!', hash)).isFalse();
        assertThat(PasswordHash.parse(new Secret(hash)).map(PasswordHash::print))
                .contains(new Secret(hash));
    }

    @Test
    void a_new_hash_is_a_phc_string_of_its_own_salt() {
        Secret one = hash("secret");
        Secret other = hash("secret");

        assertThat(text(one)).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(other).isNotEqualTo(one);
        assertThat(matches("secret", text(one))).isTrue();
        assertThat(matches("secret", text(other))).isTrue();
        assertThat(PasswordHasher.isOutdated(one)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "argon2id$19456$2$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$t=2,m=256,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=8,t=2,p=2$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=99,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29t$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ=$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4=",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ"
            })
    void any_other_form_is_a_failure_and_no_wrong_password(String hash) {
        assertThatThrownBy(() -> matches("password", hash)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_hash_is_outdated_when_memory_or_passes_have_risen() {
        PasswordHash.Parameters now = PasswordHasher.PARAMETERS;
        assertThat(new PasswordHash.Parameters(now.memory() - 1, now.passes(), 1).areWeakerThan(now))
                .isTrue();
        assertThat(new PasswordHash.Parameters(now.memory(), now.passes() - 1, 1).areWeakerThan(now))
                .isTrue();
        assertThat(new PasswordHash.Parameters(now.memory() * 2, now.passes(), 2).areWeakerThan(now))
                .isFalse();
    }

    @Test
    void a_hash_does_not_print_its_digest() {
        String text = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assertThat(PasswordHash.parse(new Secret(text)).map(PasswordHash::toString))
                .contains("$argon2id$v=19$m=256,t=2,p=1$***");
    }

    private Secret hash(String password) {
        return hasher.hash(new Secret(password)).await().atMost(PATIENCE);
    }

    private boolean matches(String password, String hash) {
        return hasher.matches(new Secret(password), new Secret(hash)).await().atMost(PATIENCE);
    }

    private static String text(Secret secret) {
        return secret.use(hash -> hash);
    }
}
