package dev.posthaste.mailbox;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Text that is looked for, in the form in which the search text of messages is kept: lower case, and each run of white
 * space and control characters one space.
 */
public record SearchTerm(String folded) {

    /** Folds. */
    public SearchTerm {
        folded = fold(folded);
    }

    /** The words of a query, each a term; none for a blank one. */
    public static List<SearchTerm> words(String query) {
        return Arrays.stream(fold(query).split(" "))
                .filter(word -> !word.isEmpty())
                .map(SearchTerm::new)
                .toList();
    }

    private static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        boolean inSpace = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
            if (!space) {
                folded.append(c);
            } else if (!inSpace) {
                folded.append(' ');
            }
            inSpace = space;
        }
        return folded.toString().toLowerCase(Locale.ROOT);
    }
}
