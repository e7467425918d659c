package dev.posthaste.imap.wire;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/**
 * A mailbox name as people read it: Unicode in Normalization Form C, hierarchy separated by {@code /}, {@code INBOX} in
 * capitals however it was written (RFC 9051 section 5.1). Whether a mailbox may bear it is for the store to say.
 */
public record MailboxName(String text) {

    /** Divides a mailbox from those below it. */
    public static final char SEPARATOR = '/';

    /** A limit of ours, in octets of UTF-8; the grammar has none. */
    public static final int MAX_OCTETS = 1000;

    /** A name without control characters; refuses unpaired surrogates, which no encoding can carry. */
    public MailboxName {
        text = foldInbox(Normalizer.normalize(text, Normalizer.Form.NFC));
        if (!isSpeakable(text)) {
            throw new IllegalArgumentException("no mailbox name");
        }
    }

    /** Reads a name as it stands on the wire; empty if the octets are no name in it. */
    static Optional<MailboxName> read(String written, Dialect dialect) {
        Optional<String> name =
                switch (dialect) {
                    case REV1 -> ModifiedUtf7.decode(written);
                    case REV2 -> Optional.of(written);
                };
        return name.filter(MailboxName::isSpeakable).map(MailboxName::new);
    }

    /** As it is written in that protocol. */
    public String written(Dialect dialect) {
        return switch (dialect) {
            case REV1 -> ModifiedUtf7.encode(text);
            case REV2 -> text;
        };
    }

    /** The name without the separators at its end, which in CREATE only announce children (RFC 9051 section 6.3.4). */
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

    // RFC 9051 section 5.1: no control characters, and none of the line and paragraph separators of Net-Unicode.
    private static boolean isForbidden(int c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || (c >= 0xD800 && c <= 0xDFFF);
    }

    // In ASCII alone: a dotless i is no I, though its capital is one.
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
