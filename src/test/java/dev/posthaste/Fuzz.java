package dev.posthaste;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Seeded random runs, identical on every machine: 25,000 cases each, or as many as {@code make fuzz CASES=1000000}
 * sets. Each case of {@link #cases} has its own number, which a failure names; {@code -Dposthaste.fuzz.only=NUMBER}
 * runs only that case.
 */
public final class Fuzz {

    /** Number of cases of each run. */
    public static final int CASES = Integer.getInteger("posthaste.fuzz.cases", 25_000);

    private static final int EVERY = -1;

    private static final int ONLY = Integer.getInteger("posthaste.fuzz.only", EVERY);

    private Fuzz() {}

    /** One trial with a seeded source of randomness. */
    public interface Trial {
        /** Throws if the trial fails. */
        void run(Random chance) throws Exception;
    }

    /** Runs the trial {@link #CASES} times. */
    public static void cases(int seed, Trial trial) {
        int from = ONLY == EVERY ? 0 : ONLY;
        int to = ONLY == EVERY ? CASES : ONLY + 1;
        for (int i = from; i < to; i++) {
            try {
                trial.run(new Random(((long) seed << 32) + i));
            } catch (Exception | AssertionError | StackOverflowError found) {
                throw new AssertionError("case " + i + ": repeat it with -Dposthaste.fuzz.only=" + i, found);
            }
        }
    }

    /** A random one of the choices. */
    @SafeVarargs
    public static <T> T oneOf(Random chance, T... choices) {
        return choices[chance.nextInt(choices.length)];
    }

    /** A concatenation of up to {@code most} random pieces. */
    public static String text(Random chance, int most, String... pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = chance.nextInt(most + 1); i > 0; i--) {
            text.append(oneOf(chance, pieces));
        }
        return text.toString();
    }

    /** The octets with a few of them changed, removed or duplicated, or with the end cut off. */
    public static byte[] damaged(Random chance, byte[] octets) {
        byte[] damaged = octets.clone();
        for (int i = chance.nextInt(6); i > 0 && damaged.length > 0; i--) {
            int at = chance.nextInt(damaged.length);
            damaged = switch (chance.nextInt(4)) {
                case 0 -> spliced(damaged, at, at + 1, (byte) chance.nextInt(256));
                case 1 -> spliced(damaged, at, at + 1);
                case 2 -> spliced(damaged, at, at, damaged[at]);
                default -> spliced(damaged, chance.nextInt(damaged.length), damaged.length);
            };
        }
        return damaged;
    }

    /** An input that a run once found, kept in a file so that it is tested forever. */
    public static byte[] find(String file) {
        try {
            return Files.readAllBytes(Path.of("src/test/resources/finds", file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static byte[] spliced(byte[] octets, int from, int to, byte... instead) {
        byte[] spliced = new byte[octets.length - (to - from) + instead.length];
        System.arraycopy(octets, 0, spliced, 0, from);
        System.arraycopy(instead, 0, spliced, from, instead.length);
        System.arraycopy(octets, to, spliced, from + instead.length, octets.length - to);
        return spliced;
    }
}
