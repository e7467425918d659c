package dev.posthaste.imap.wire;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A mailbox name with wildcards as in LIST: {@code *} matches anything, {@code %} anything without a separator (RFC
 * 9051 section 6.3.9). The part before the first wildcard is compared directly, which excludes most names. From there,
 * matching scans the name once with the set of reachable pattern positions, so its cost is at most the length of the
 * name times that of the pattern, whatever the wildcards.
 */
public record MailboxPattern(String text) {

    /** Maximum runs of wildcards in a pattern; the limit is ours, clients need two or three. */
    public static final int MAX_WILDCARDS = 10;

    private static final String INBOX = "INBOX";

    /**
     * Reduces runs of wildcards to one and normalizes to NFC.
     *
     * @throws IllegalArgumentException for a pattern that {@link #read} refuses
     */
    public MailboxPattern {
        text = withoutRuns(Normalizer.normalize(text, Normalizer.Form.NFC));
        if (text.getBytes(StandardCharsets.UTF_8).length > MailboxName.MAX_OCTETS
                || text.chars().filter(MailboxPattern::isWildcard).count() > MAX_WILDCARDS) {
            throw new IllegalArgumentException("no mailbox pattern");
        }
    }

    /** Parses a pattern; empty if it is longer than a name may be or has too many wildcards. */
    static Optional<MailboxPattern> read(String text) {
        try {
            return Optional.of(new MailboxPattern(text));
        } catch (IllegalArgumentException noPattern) {
            return Optional.empty();
        }
    }

    /** Whether the pattern matches the name; {@code INBOX} in any case. */
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

    /** Number of characters before the first wildcard. */
    private int literal() {
        int end = 0;
        while (end < text.length() && !isWildcard(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Whether the first {@code literal} characters of both are equal. */
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

    /** Computes {@code next} from {@code reached}; false if no position is reachable. */
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

    /** Reduces each run of wildcards to the most general of them. */
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
