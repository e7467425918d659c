package dev.posthaste.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModSeqsTest {

    @Test
    void they_are_what_an_array_of_long_would_be() {
        for (int seed = 0; seed < Fuzz.CASES; seed++) {
            Random random = new Random(seed);
            long[] expected = new long[1 + random.nextInt(4)];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = modSeq(random);
            }
            ModSeqs modSeqs = new ModSeqs(expected);
            for (int n = random.nextInt(6); n >= 0; n--) {
                if (random.nextInt(4) == 0) {
                    expected = Arrays.copyOf(expected, expected.length + 1);
                    modSeqs.grow(expected.length);
                }
                // Whoever grows it sets what is new.
                int at = n % 2 == 0 ? expected.length - 1 : random.nextInt(expected.length);
                expected[at] = modSeq(random);
                modSeqs.set(at, expected[at]);
                expected[expected.length - 1] = modSeq(random);
                modSeqs.set(expected.length - 1, expected[expected.length - 1]);
            }
            for (int i = 0; i < expected.length; i++) {
                assertThat(modSeqs.get(i)).as("seed %d", seed).isEqualTo(expected[i]);
            }
        }
    }

    private static long modSeq(Random random) {
        return random.nextInt(5) == 0 ? random.nextLong() >>> 1 : 1_000_000_000_000L + random.nextInt(1000);
    }
}
