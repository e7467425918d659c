package dev.posthaste.mailbox;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Text that is looked for, in the form in which {@code mime.MimeIndexer} writes the search text of messages: lower case,
 * each run of white space and control characters one space, and without what nobody sees.
 */
public record SearchTerm(String folded) {

    /** Soft hyphen, non-joiners, direction marks, byte order mark: nobody sees them, and search text is without them. */
    private static final String FILLERS = "\u00AD\u034F\u200B\u200C\u200E\u200F\u2060\uFEFF";

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
            if (isBlank(c)) {
                folded.append(inSpace ? "" : " ");
                inSpace = true;
            } else if (FILLERS.indexOf(c) < 0) {
                folded.append(c);
                inSpace = false;
            }
        }
        return folded.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isBlank(char c) {
        return c <= ' '
                || (c >= 0x7F && c <= 0xA0)
                || (c >= 0x2000 && c <= 0x200A)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x3000;
    }
}
