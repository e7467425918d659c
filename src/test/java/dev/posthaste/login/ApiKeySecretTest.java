package dev.posthaste.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.id.ApiKeyId;
import dev.posthaste.id.Secret;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ApiKeySecretTest {

    private static final SecureRandom CHANCE = new SecureRandom();

    @Test
    void what_was_generated_is_well_formed_and_what_was_mistyped_is_not() {
        Fuzz.cases(59, chance -> {
            ApiKeyId id = new ApiKeyId(new UUID(chance.nextLong(), chance.nextLong()));
            String key = ApiKeySecret.generate(id, CHANCE).use(Function.identity());
            assertThat(ApiKeySecret.isWellFormed(key)).isTrue();

            String mistyped = new String(Fuzz.damaged(chance, key.getBytes(UTF_8)), UTF_8);
            assertThat(ApiKeySecret.isWellFormed(mistyped)).isEqualTo(mistyped.equals(key));
        });
    }

    @Test
    void no_text_makes_the_check_throw() {
        Fuzz.cases(6750, chance -> {
            String text = Fuzz.text(chance, 5, "ph_live_", "ph_live", "_", "0", "\u00FC", "000000", " ", "\0");
            assertThat(ApiKeySecret.isWellFormed(text)).isFalse();
            assertThat(ApiKeySecret.hash(new Secret(text))).hasSize(32);
        });
    }
}
