package dev.posthaste.mime;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses the ids in {@code Message-ID}, {@code In-Reply-To} and {@code References}.
 *
 * <pre>
 * ids    = *(phrase / CFWS / msg-id)                   ; RFC 5322 sections 3.6.4, 4.5.4
 * msg-id = "&lt;" 1*(any character but "&lt;", "&gt;") "&gt;"    ; white space inside is removed
 * </pre>
 */
public final class MessageIds {

    /** Maximum number of ids; a longer list keeps its first id and the most recent ones. */
    public static final int MAX_IDS = 100;

    /** Maximum length of an id, which must fit on a line (RFC 5322 section 2.1.1). */
    private static final int MAX_LENGTH = 996;

    private MessageIds() {}

    /** The ids in order, each with its angle brackets. */
    public static List<String> parse(String value) {
        List<String> ids = new ArrayList<>();
        int open = value.indexOf('<');
        while (open >= 0) {
            int close = value.indexOf('>', open);
            if (close < 0) {
                break;
            }
            int innermost = value.lastIndexOf('<', close);
            add(id(value, innermost + 1, close), ids);
            open = value.indexOf('<', close);
        }
        return List.copyOf(ids);
    }

    private static void add(String id, List<String> ids) {
        if (id.length() > 2 && id.length() <= MAX_LENGTH) {
            ids.add(id);
            if (ids.size() > MAX_IDS) {
                ids.remove(1);
            }
        }
    }

    private static String id(String value, int from, int to) {
        StringBuilder id = new StringBuilder(to - from + 2).append('<');
        for (int i = from; i < to; i++) {
            if (!Octets.isWsp(value.charAt(i))) {
                id.append(value.charAt(i));
            }
        }
        return id.append('>').toString();
    }
}
