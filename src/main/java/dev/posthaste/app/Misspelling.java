package dev.posthaste.app;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** An unknown name, and the known one that was probably meant. */
final class Misspelling {

    /** Letters that may be wrong, missing, too many, or exchanged with their neighbours. */
    private static final int MAX_MISTAKES = 3;

    /** No setting has so long a name; the comparison takes the product of two lengths. */
    private static final int MAX_LENGTH = 64;

    private Misspelling() {}

    /** The nearest of the names, if one is near. */
    static Optional<String> meant(String written, Collection<String> names) {
        if (written.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return names.stream()
                .filter(name -> mistakes(written, name) <= MAX_MISTAKES)
                .min(Comparator.<String>comparingInt(name -> mistakes(written, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The optimal string alignment distance: how many letters were mistyped. */
    static int mistakes(String written, String name) {
        int[][] least = new int[written.length() + 1][name.length() + 1];
        for (int i = 0; i <= written.length(); i++) {
            for (int j = 0; j <= name.length(); j++) {
                least[i][j] = i == 0 || j == 0 ? i + j : least(least, i, j, written, name);
            }
        }
        return least[written.length()][name.length()];
    }

    private static int least(int[][] before, int i, int j, String written, String name) {
        char one = written.charAt(i - 1);
        char other = name.charAt(j - 1);
        int least = Math.min(
                before[i - 1][j - 1] + (one == other ? 0 : 1), Math.min(before[i - 1][j], before[i][j - 1]) + 1);
        boolean exchanged = i > 1 && j > 1 && one == name.charAt(j - 2) && other == written.charAt(i - 2);
        return exchanged ? Math.min(least, before[i - 2][j - 2] + 1) : least;
    }
}
