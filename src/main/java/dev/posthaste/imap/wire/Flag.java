package dev.posthaste.imap.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A flag of a message: a system flag or a keyword, which is an atom. Flags are compared without regard to case (RFC 9051
 * section 9, note 1); a keyword keeps its original case.
 *
 * <pre>
 * flag         = "\Answered" / "\Flagged" / "\Deleted" / "\Seen" / "\Draft" / flag-keyword / flag-extension
 * flag-keyword = "$MDNSent" / "$Forwarded" / "$Junk" / "$NotJunk" / "$Phishing" / atom
 * </pre>
 */
public record Flag(String name) {

    /** Maximum length of a keyword; the limit is ours, the grammar has none. */
    public static final int MAX_KEYWORD_OCTETS = 100;

    /** The message has been answered. */
    public static final Flag ANSWERED = new Flag("\\Answered");
    /** The message is marked as urgent or special. */
    public static final Flag FLAGGED = new Flag("\\Flagged");
    /** The message will be removed by EXPUNGE. */
    public static final Flag DELETED = new Flag("\\Deleted");
    /** The message has been read. */
    public static final Flag SEEN = new Flag("\\Seen");
    /** The message is a draft. */
    public static final Flag DRAFT = new Flag("\\Draft");

    /** The system flags that a client may set. */
    public static final List<Flag> SYSTEM = List.of(ANSWERED, FLAGGED, DELETED, SEEN, DRAFT);

    private static final Map<String, Flag> SYSTEM_BY_NAME = Map.of(
            "\\answered", ANSWERED, "\\flagged", FLAGGED, "\\deleted", DELETED, "\\seen", SEEN, "\\draft", DRAFT);

    /** @throws IllegalArgumentException if the grammar does not allow the name or a keyword is too long */
    public Flag {
        String atom = name.startsWith("\\") ? name.substring(1) : name;
        if (atom.isEmpty()
                || atom.length() > MAX_KEYWORD_OCTETS
                || !atom.chars().allMatch(Octets::isAtom)) {
            throw new IllegalArgumentException("no flag: " + name.length() + " characters");
        }
        name = canonical(name);
    }

    /** Whether it is a system flag. */
    public boolean isSystem() {
        return name.startsWith("\\");
    }

    /** The case-folded form for comparison. */
    public String folded() {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Flag flag && folded().equals(flag.folded());
    }

    @Override
    public int hashCode() {
        return folded().hashCode();
    }

    @Override
    public String toString() {
        return name;
    }

    private static String canonical(String name) {
        // The constants are created before the map; their names are canonical.
        if (SYSTEM_BY_NAME == null || !name.startsWith("\\")) {
            return name;
        }
        Flag system = SYSTEM_BY_NAME.get(name.toLowerCase(Locale.ROOT));
        return system == null ? name : system.name();
    }
}
