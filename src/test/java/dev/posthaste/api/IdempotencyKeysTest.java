package dev.posthaste.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.posthaste.Fuzz;
import dev.posthaste.intake.IdempotencyKey;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeysTest {

    private static String read(String sent) {
        return IdempotencyKeys.read(IdempotencyKeys.SEND, sent, new byte[32]).key();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {"order-4711,order-4711", "\"order-4711\",order-4711", "'\"a\\\"b\"','a\"b'", "'  x ',x"})
    void a_bare_token_and_a_quoted_string_are_one_key(String sent, String key) {
        assertThat(read(sent)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "  ", "a\u0000b", "\u00fc", "a\nb"})
    void what_is_no_key_is_refused(String sent) {
        assertThat(catchThrowableOfType(ApiException.class, () -> read(sent)).code())
                .isEqualTo(ErrorCode.INVALID_IDEMPOTENCY_KEY);
    }

    @Test
    void a_key_has_at_most_255_characters() {
        assertThat(read("x".repeat(IdempotencyKey.MAX_LENGTH))).hasSize(255);
        assertThat(catchThrowableOfType(ApiException.class, () -> read("x".repeat(256)))
                        .code())
                .isEqualTo(ErrorCode.INVALID_IDEMPOTENCY_KEY);
    }

    @Test
    void whatever_is_sent_is_a_key_or_refused_in_words() {
        Random chance = new Random(20260102);
        for (int i = 0; i < Fuzz.CASES; i++) {
            String sent = chance.ints(chance.nextInt(8), 0, 0x180)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .insert(0, chance.nextBoolean() ? "\"" : "")
                    .append(chance.nextBoolean() ? "\\\"" : "\"")
                    .toString();
            try {
                assertThat(read(sent)).isNotEmpty();
            } catch (ApiException refused) {
                assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_IDEMPOTENCY_KEY);
            }
        }
    }
}
