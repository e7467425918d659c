package dev.posthaste.imap.wire;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/**
 * A mailbox name for display: Unicode in Normalization Form C, with {@code /} as hierarchy separator and {@code INBOX}
 * always in upper case (RFC 9051 section 5.1). The store decides which names a mailbox may have.
 */
public record MailboxName(String text) {

    /** The hierarchy separator. */
    public static final char SEPARATOR = '/';

    /** Maximum octets of UTF-8; the limit is ours, the grammar has none. */
    public static final int MAX_OCTETS = 1000;

    /**
     * @throws IllegalArgumentException if the name is empty, too long, or contains control characters or unpaired
     *     surrogates
     */
    public MailboxName {
        text = foldInbox(Normalizer.normalize(text, Normalizer.Form.NFC));
        if (!isSpeakable(text)) {
            throw new IllegalArgumentException("no mailbox name");
        }
    }

    /** Parses a name as sent by a client; empty if it is invalid in that dialect. */
    static Optional<MailboxName> read(String written, Dialect dialect) {
        Optional<String> name =
                switch (dialect) {
                    case REV1 -> ModifiedUtf7.decode(written);
                    case REV2 -> Optional.of(written);
                };
        return name.filter(MailboxName::isSpeakable).map(MailboxName::new);
    }

    /** The name in the encoding of the dialect. */
    public String written(Dialect dialect) {
        return switch (dialect) {
            case REV1 -> ModifiedUtf7.encode(text);
            case REV2 -> text;
        };
    }

    /** The name without trailing separators, which in CREATE only announce children (RFC 9051 section 6.3.4). */
    public MailboxName withoutTrailingSeparator() {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == SEPARATOR) {
            end--;
        }
        return new MailboxName(text.substring(0, end));
    }

    static boolean isSpeakable(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        return normal.getBytes(StandardCharsets.UTF_8).length <= MAX_OCTETS
                && normal.codePoints().noneMatch(MailboxName::isForbidden);
    }

    // RFC 9051 section 5.1: no control characters, no line or paragraph separators (Net-Unicode).
    private static boolean isForbidden(int c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || (c >= 0xD800 && c <= 0xDFFF);
    }

    // ASCII only: a dotless i does not match I, although its upper case does.
    private static String foldInbox(String name) {
        int end = name.indexOf(SEPARATOR);
        String root = end < 0 ? name : name.substring(0, end);
        boolean ascii = root.chars().allMatch(c -> c < 0x80);
        return ascii && root.equalsIgnoreCase("INBOX") ? "INBOX" + name.substring(root.length()) : name;
    }

    @Override
    public String toString() {
        return text;
    }
}
