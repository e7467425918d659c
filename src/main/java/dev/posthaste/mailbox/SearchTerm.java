package dev.posthaste.mailbox;

import dev.posthaste.mime.SearchText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Text that is looked for, in the form in which {@code mime.MimeIndexer} writes the search text of messages: lower case,
 * each run of white space and control characters one space, and without what nobody sees.
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
            if (SearchText.isBlank(c)) {
                folded.append(inSpace ? "" : " ");
                inSpace = true;
            } else if (!SearchText.isFiller(c)) {
                folded.append(c);
                inSpace = false;
            }
        }
        return folded.toString().toLowerCase(Locale.ROOT);
    }
}
