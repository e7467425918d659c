package dev.posthaste.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Flags of a message as bits of a long: five system flags, then the account's keywords in the order in which they were
 * first used. A keyword keeps its bit in all folders of the account, so that copying needs no translation.
 */
public final class Flags {

    /** {@code \Seen}. */
    public static final long SEEN = 1;

    /** {@code \Answered}. */
    public static final long ANSWERED = 1 << 1;

    /** {@code \Flagged}. */
    public static final long FLAGGED = 1 << 2;

    /** {@code \Deleted}. */
    public static final long DELETED = 1 << 3;

    /** {@code \Draft}. */
    public static final long DRAFT = 1 << 4;

    /** The bit of an account's first keyword. */
    public static final int FIRST_KEYWORD_BIT = 8;

    /** So many keywords an account may use. */
    public static final int MAX_KEYWORDS = 54;

    /** Octets of a keyword, which is ASCII; the grammar has no limit. */
    public static final int MAX_KEYWORD_OCTETS = 100;

    private static final List<String> SYSTEM = List.of("\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft");

    private Flags() {}

    /** The names of the flags that are set, given the account's keywords. */
    public static List<String> names(long bits, List<String> keywords) {
        List<String> names = new ArrayList<>(Long.bitCount(bits));
        for (int i = 0; i < SYSTEM.size(); i++) {
            if ((bits & (1L << i)) != 0) {
                names.add(SYSTEM.get(i));
            }
        }
        for (int i = 0; i < keywords.size(); i++) {
            if ((bits & (1L << (FIRST_KEYWORD_BIT + i))) != 0) {
                names.add(keywords.get(i));
            }
        }
        return names;
    }

    /** The bit of a system flag; empty for anything else, {@code \Recent} included, which nobody can set. */
    public static Optional<Long> system(String name) {
        for (int i = 0; i < SYSTEM.size(); i++) {
            if (SYSTEM.get(i).equalsIgnoreCase(name)) {
                return Optional.of(1L << i);
            }
        }
        return Optional.empty();
    }

    /** The bit of a keyword, if the account has used it before. Keywords are compared without regard to case. */
    public static Optional<Long> keyword(String name, List<String> keywords) {
        for (int i = 0; i < keywords.size(); i++) {
            if (keywords.get(i).equalsIgnoreCase(name)) {
                return Optional.of(1L << (FIRST_KEYWORD_BIT + i));
            }
        }
        return Optional.empty();
    }

    /** The form in which keywords are compared. */
    public static String folded(String keyword) {
        return keyword.toLowerCase(Locale.ROOT);
    }
}
