package dev.posthaste.imap.wire;

import java.text.Normalizer;

/**
 * A name with wildcards, as LIST has it: {@code *} stands for anything, {@code %} for anything without a separator (RFC
 * 9051 section 6.3.9). Matching walks the name once with the set of places in the pattern that can be reached, so its
 * cost is at most name times pattern, whatever wildcards there are.
 */
public record MailboxPattern(String text) {

    private static final String INBOX = "INBOX";

    /** Any text; runs of wildcards become one, NFD becomes NFC. */
    public MailboxPattern {
        text = withoutRuns(Normalizer.normalize(text, Normalizer.Form.NFC));
    }

    /** Whether a mailbox of this name is meant; {@code INBOX} in any case. */
    public boolean matches(String name) {
        if (text.length() > 2 * MailboxName.MAX_OCTETS) {
            return false;
        }
        int folded = name.equals(INBOX) || name.startsWith(INBOX + MailboxName.SEPARATOR) ? INBOX.length() : 0;
        boolean[] reached = new boolean[text.length() + 1];
        reached[0] = true;
        skipWildcards(reached);
        for (int i = 0; i < name.length(); i++) {
            reached = step(reached, name.charAt(i), i < folded);
            skipWildcards(reached);
        }
        return reached[text.length()];
    }

    private boolean[] step(boolean[] reached, char c, boolean anyCase) {
        boolean[] next = new boolean[reached.length];
        for (int p = 0; p < text.length(); p++) {
            if (!reached[p]) {
                continue;
            }
            char wanted = text.charAt(p);
            if (wanted == '*' || (wanted == '%' && c != MailboxName.SEPARATOR)) {
                next[p] = true;
            } else if (wanted == c || (anyCase && Character.toUpperCase(wanted) == c)) {
                next[p + 1] = true;
            }
        }
        return next;
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

    private static boolean isWildcard(char c) {
        return c == '*' || c == '%';
    }

    @Override
    public String toString() {
        return text;
    }
}
