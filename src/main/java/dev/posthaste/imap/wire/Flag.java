package dev.posthaste.imap.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A flag that a message can bear: one of the system flags, or a keyword, which is an atom. Flags are the same flag in
 * any case (RFC 9051 section 9, note 1); a keyword keeps the case it came in.
 *
 * <pre>
 * flag         = "\Answered" / "\Flagged" / "\Deleted" / "\Seen" / "\Draft" / flag-keyword / flag-extension
 * flag-keyword = "$MDNSent" / "$Forwarded" / "$Junk" / "$NotJunk" / "$Phishing" / atom
 * </pre>
 */
public record Flag(String name) {

    /** How long a keyword may be; a limit of ours, since the grammar has none. */
    public static final int MAX_KEYWORD_OCTETS = 100;

    /** Was answered. */
    public static final Flag ANSWERED = new Flag("\\Answered");
    /** Is marked as urgent or special. */
    public static final Flag FLAGGED = new Flag("\\Flagged");
    /** Will be removed by EXPUNGE. */
    public static final Flag DELETED = new Flag("\\Deleted");
    /** Has been read. */
    public static final Flag SEEN = new Flag("\\Seen");
    /** Is not finished. */
    public static final Flag DRAFT = new Flag("\\Draft");

    /** The system flags that a client may set. */
    public static final List<Flag> SYSTEM = List.of(ANSWERED, FLAGGED, DELETED, SEEN, DRAFT);

    private static final Map<String, Flag> SYSTEM_BY_NAME = Map.of(
            "\\answered", ANSWERED, "\\flagged", FLAGGED, "\\deleted", DELETED, "\\seen", SEEN, "\\draft", DRAFT);

    /** A flag whose name the grammar allows. */
    public Flag {
        String atom = name.startsWith("\\") ? name.substring(1) : name;
        if (atom.isEmpty()
                || atom.length() > MAX_KEYWORD_OCTETS
                || !atom.chars().allMatch(Octets::isAtom)) {
            throw new IllegalArgumentException("no flag: " + name.length() + " characters");
        }
        name = canonical(name);
    }

    /** Whether the protocol itself gives it a meaning. */
    public boolean isSystem() {
        return name.startsWith("\\");
    }

    /** The form in which two keywords are compared. */
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
        // Constants are made before the map is; they are written canonically.
        if (SYSTEM_BY_NAME == null || !name.startsWith("\\")) {
            return name;
        }
        Flag system = SYSTEM_BY_NAME.get(name.toLowerCase(Locale.ROOT));
        return system == null ? name : system.name();
    }
}
