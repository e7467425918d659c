package dev.posthaste.imap.wire;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A name with wildcards, as LIST has it: {@code *} stands for anything, {@code %} for anything without a separator (RFC
 * 9051 section 6.3.9). What stands before the first wildcard is compared, and most names end there. From then on matching
 * walks the name once with the set of places in the pattern that can be reached, until there is none: its cost is at most
 * name times pattern, whatever wildcards there are.
 */
public record MailboxPattern(String text) {

    /** Runs of wildcards in a pattern, a run counting as one; a limit of ours, clients need two or three. */
    public static final int MAX_WILDCARDS = 10;

    private static final String INBOX = "INBOX";

    /** Runs of wildcards become one, NFD becomes NFC; refuses what {@link #read} refuses. */
    public MailboxPattern {
        text = withoutRuns(Normalizer.normalize(text, Normalizer.Form.NFC));
        if (text.getBytes(StandardCharsets.UTF_8).length > MailboxName.MAX_OCTETS
                || text.chars().filter(MailboxPattern::isWildcard).count() > MAX_WILDCARDS) {
            throw new IllegalArgumentException("no mailbox pattern");
        }
    }

    /** A pattern; empty if it has more octets than any name, or too many wildcards. */
    static Optional<MailboxPattern> read(String text) {
        try {
            return Optional.of(new MailboxPattern(text));
        } catch (IllegalArgumentException noPattern) {
            return Optional.empty();
        }
    }

    /** Whether a mailbox of this name is meant; {@code INBOX} in any case. */
    public boolean matches(String name) {
        int folded = name.equals(INBOX) || name.startsWith(INBOX + MailboxName.SEPARATOR) ? INBOX.length() : 0;
        int literal = literal();
        if (name.length() < literal || (literal == text.length() && name.length() > literal)) {
            return false;
        }
        for (int i = 0; i < literal; i++) {
            if (!isMeant(text.charAt(i), name.charAt(i), i < folded)) {
                return false;
            }
        }
        return matches(name, literal, folded);
    }

    /** How many characters stand before the first wildcard. */
    private int literal() {
        int end = 0;
        while (end < text.length() && !isWildcard(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The first {@code literal} characters of both are the same. */
    private boolean matches(String name, int literal, int folded) {
        boolean[] reached = new boolean[text.length() + 1];
        boolean[] next = new boolean[reached.length];
        reached[literal] = true;
        skipWildcards(reached);
        for (int i = literal; i < name.length(); i++) {
            if (!step(reached, next, name.charAt(i), i < folded)) {
                return false;
            }
            skipWildcards(next);
            boolean[] before = reached;
            reached = next;
            next = before;
        }
        return reached[text.length()];
    }

    /** Fills {@code next}; false if nothing can be reached. */
    private boolean step(boolean[] reached, boolean[] next, char c, boolean anyCase) {
        Arrays.fill(next, false);
        boolean any = false;
        for (int p = 0; p < text.length(); p++) {
            if (!reached[p]) {
                continue;
            }
            char wanted = text.charAt(p);
            if (wanted == '*' || (wanted == '%' && c != MailboxName.SEPARATOR)) {
                next[p] = true;
                any = true;
            } else if (!isWildcard(wanted) && isMeant(wanted, c, anyCase)) {
                next[p + 1] = true;
                any = true;
            }
        }
        return any;
    }

    private static boolean isMeant(char wanted, char c, boolean anyCase) {
        return wanted == c || (anyCase && wanted >= 'a' && wanted <= 'z' && wanted - 'a' + 'A' == c);
    }

    private void skipWildcards(boolean[] reached) {
        for (int p = 0; p < text.length(); p++) {
            if (reached[p] && isWildcard(text.charAt(p))) {
                reached[p + 1] = true;
            }
        }
    }

    /** A run of wildcards means the widest of them. */
    private static String withoutRuns(String pattern) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int last = out.length() - 1;
            if (last < 0 || !isWildcard(c) || !isWildcard(out.charAt(last))) {
                out.append(c);
            } else if (c == '*') {
                out.setCharAt(last, c);
            }
        }
        return out.toString();
    }

    private static boolean isWildcard(int c) {
        return c == '*' || c == '%';
    }

    @Override
    public String toString() {
        return text;
    }
}
