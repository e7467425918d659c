package dev.posthaste.senderauth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A header field in "relaxed" canonicalization (RFC 6376 section 3.4.2): a lower-case name and a value. Octets are
 * represented as ISO 8859-1 characters, so that none is lost or changed.
 */
record Field(String name, String value) {

    /**
     * Reads the fields of a header from top to bottom; skips whatever is not a field.
     *
     * <pre>
     * header = *( field CRLF )
     * field  = name *WSP ":" *( octet / CRLF WSP )
     * </pre>
     */
    static List<Field> all(byte[] header) {
        String text = new String(header, StandardCharsets.ISO_8859_1);
        List<Field> fields = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = endOfField(text, start);
            int colon = text.indexOf(':', start);
            if (colon > start
                    && colon < end
                    && isName(text.substring(start, colon).stripTrailing())) {
                fields.add(of(text.substring(start, colon), text.substring(colon + 1, end)));
            }
            start = end + 2;
        }
        return fields;
    }

    /** Makes a field of its raw name and value, without the final CRLF. */
    static Field of(String name, String written) {
        return new Field(name.stripTrailing().toLowerCase(Locale.ROOT), relaxed(written));
    }

    /** The canonical form that is signed, without the final CRLF. */
    String canonical() {
        return name + ':' + value;
    }

    // RFC 5322 section 3.6.8.
    private static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    // The position of the next CRLF that white space does not follow, or the end of the text.
    private static int endOfField(String text, int start) {
        int at = text.indexOf("\r\n", start);
        while (at >= 0 && at + 2 < text.length() && isWhiteSpace(text.charAt(at + 2))) {
            at = text.indexOf("\r\n", at + 2);
        }
        return at < 0 ? text.length() : at;
    }

    private static String relaxed(String written) {
        StringBuilder relaxed = new StringBuilder(written.length());
        boolean space = false;
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (isFold(written, i)) {
                i++;
            } else if (isWhiteSpace(c) || isStray(c)) {
                space = true;
            } else {
                if (space && !relaxed.isEmpty()) {
                    relaxed.append(' ');
                }
                space = false;
                relaxed.append(c);
            }
        }
        return relaxed.toString();
    }

    private static boolean isFold(String text, int at) {
        return text.charAt(at) == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
    }

    private static boolean isWhiteSpace(char c) {
        return c == ' ' || c == '\t';
    }

    // A bare CR or LF is sent as a space.
    private static boolean isStray(char c) {
        return c == '\r' || c == '\n';
    }
}
