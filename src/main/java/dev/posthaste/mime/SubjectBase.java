package dev.posthaste.mime;

import java.util.Locale;

/**
 * The subject without what replying and forwarding adds to it (RFC 5256 section 2.1), for sorting and threading.
 *
 * <pre>
 * subject      = *subj-leader [subj-middle] *subj-trailer
 * subj-leader  = (*subj-blob subj-refwd) / WSP
 * subj-refwd   = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"
 * subj-blob    = "[" *BLOBCHAR "]" *WSP        ; BLOBCHAR = any character but "[" and "]"
 * subj-trailer = "(fwd)" / WSP
 * subj-fwd     = "[fwd:" subject "]"
 * </pre>
 */
public final class SubjectBase {

    /** Characters that are looked at: a line of RFC 5322 section 2.1.1. Longer subjects are cut first. */
    static final int MAX_LENGTH = 998;

    private static final String FORWARDED = "[fwd:";
    private static final String TRAILER = "(fwd)";

    private final String text;
    private int from;
    private int to;

    private SubjectBase(String text) {
        this.text = text;
        this.to = Math.min(text.length(), MAX_LENGTH);
    }

    /** The base subject of a decoded, unfolded subject; its case is kept. */
    public static String of(String decodedSubject) {
        return new SubjectBase(decodedSubject).strip();
    }

    private String strip() {
        do {
            stripTrailers();
            stripLeaders();
        } while (unwrapped());
        return text.substring(from, to).replaceAll("[ \t\r\n]+", " ");
    }

    private void stripTrailers() {
        while (from < to) {
            if (isSpace(to - 1)) {
                to--;
            } else if (to - from >= TRAILER.length() && has(to - TRAILER.length(), TRAILER)) {
                to -= TRAILER.length();
            } else {
                return;
            }
        }
    }

    private void stripLeaders() {
        while (from < to) {
            int leader = isSpace(from) ? from + 1 : afterReplyMark();
            int next = leader > from ? leader : afterBlob(from);
            // A blob goes only if something is left (step 4).
            if (next == from || (leader == from && next == to)) {
                return;
            }
            from = next;
        }
    }

    /** Behind blobs and {@code Re:} or {@code Fwd:}; {@link #from} if there is none. */
    private int afterReplyMark() {
        int at = from;
        int blob = afterBlob(at);
        while (blob > at) {
            at = blob;
            blob = afterBlob(at);
        }
        int word = at;
        if (has(at, "re")) {
            word = at + 2;
        } else if (has(at, "fwd")) {
            word = at + 3;
        } else if (has(at, "fw")) {
            word = at + 2;
        }
        if (word == at) {
            return from;
        }
        int colon = afterBlob(afterSpaces(word));
        return colon < to && text.charAt(colon) == ':' ? colon + 1 : from;
    }

    /** Behind one blob and the spaces after it; {@code at} if there is none. */
    private int afterBlob(int at) {
        if (at >= to || text.charAt(at) != '[') {
            return at;
        }
        for (int i = at + 1; i < to; i++) {
            char next = text.charAt(i);
            if (next == '[') {
                return at;
            }
            if (next == ']') {
                return afterSpaces(i + 1);
            }
        }
        return at;
    }

    private int afterSpaces(int at) {
        int next = at;
        while (next < to && isSpace(next)) {
            next++;
        }
        return next;
    }

    private boolean unwrapped() {
        if (has(from, FORWARDED) && text.charAt(to - 1) == ']') {
            from += FORWARDED.length();
            to--;
            return true;
        }
        return false;
    }

    private boolean has(int at, String lowerCase) {
        return at + lowerCase.length() <= to
                && text.substring(at, at + lowerCase.length())
                        .toLowerCase(Locale.ROOT)
                        .equals(lowerCase);
    }

    private boolean isSpace(int at) {
        return " \t\r\n".indexOf(text.charAt(at)) >= 0;
    }
}
