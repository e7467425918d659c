package dev.posthaste.mailbox;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The name of a folder in Unicode, in Normalization Form C, with {@code /} between the levels. INBOX is one name in any
 * case (RFC 9051 section 5.1); all others are case-sensitive.
 */
public record FolderName(String text) implements Comparable<FolderName> {

    /** Between the levels of a hierarchy. */
    public static final char SEPARATOR = '/';

    /** Octets in UTF-8; longer names serve nobody. */
    public static final int MAX_OCTETS = 1000;

    /** Levels of a hierarchy. */
    public static final int MAX_DEPTH = 32;

    /** Where mail arrives. */
    public static final FolderName INBOX = new FolderName("INBOX");

    /** By code units, INBOX before all others. */
    public static final Comparator<FolderName> INBOX_FIRST =
            Comparator.comparing((FolderName name) -> !name.isInbox()).thenComparing(Comparator.naturalOrder());

    /** Normalises; refuses what {@link #parse} refuses. */
    public FolderName {
        text = Normalizer.normalize(text, Normalizer.Form.NFC);
        text = foldInbox(text);
        requireValid(text);
    }

    /** A name, or empty if it is no name: empty, too long or deep, an empty level, control characters, {@code *} or {@code %}. */
    public static Optional<FolderName> parse(String text) {
        try {
            return Optional.of(new FolderName(text));
        } catch (IllegalArgumentException notAName) {
            return Optional.empty();
        }
    }

    /** Whether this is INBOX itself. */
    public boolean isInbox() {
        return text.equals("INBOX");
    }

    /** The folder above, if there is one. */
    public Optional<FolderName> parent() {
        int cut = text.lastIndexOf(SEPARATOR);
        return cut < 0 ? Optional.empty() : Optional.of(new FolderName(text.substring(0, cut)));
    }

    /** All folders above, the outermost first. */
    public List<FolderName> ancestors() {
        List<FolderName> above = new ArrayList<>();
        for (int cut = text.indexOf(SEPARATOR); cut >= 0; cut = text.indexOf(SEPARATOR, cut + 1)) {
            above.add(new FolderName(text.substring(0, cut)));
        }
        return above;
    }

    /** Whether this folder is below {@code other} in the hierarchy. */
    public boolean isBelow(FolderName other) {
        return text.startsWith(other.text + SEPARATOR);
    }

    @Override
    public int compareTo(FolderName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    // In ASCII alone: a dotless i is no I, though its capital is one.
    private static String foldInbox(String name) {
        int end = name.indexOf(SEPARATOR);
        String root = end < 0 ? name : name.substring(0, end);
        boolean ascii = root.chars().allMatch(c -> c < 0x80);
        return ascii && root.equalsIgnoreCase("INBOX") ? "INBOX" + name.substring(root.length()) : name;
    }

    private static void requireValid(String text) {
        String[] levels = text.split("/", -1);
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS || levels.length > MAX_DEPTH) {
            throw new IllegalArgumentException("too long");
        }
        for (String level : levels) {
            if (level.isEmpty()) {
                throw new IllegalArgumentException("an empty level");
            }
        }
        if (text.codePoints().anyMatch(FolderName::isForbidden)) {
            throw new IllegalArgumentException("a forbidden character");
        }
    }

    private static boolean isForbidden(int c) {
        return Character.isISOControl(c)
                || c == '*'
                || c == '%'
                || c == 0x2028
                || c == 0x2029
                || (c >= 0xD800 && c <= 0xDFFF);
    }
}
