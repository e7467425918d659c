package dev.posthaste.senderauth;

import java.util.List;

/** A DKIM-Signature field while it is written: tags in a row, folded before a line gets too long. */
final class SignatureField {

    /** RFC 5322 section 2.1.1, the CRLF not counted. */
    static final int MAX_COLUMNS = 78;

    private static final String NAME = "DKIM-Signature";

    private final StringBuilder value = new StringBuilder();
    private int column = NAME.length() + 1;

    /** A tag whose value must not be broken. */
    SignatureField tag(String tag, String text) {
        piece(" " + tag + "=" + text + ";");
        return this;
    }

    /** A tag whose value is names with colons between them, which may be broken after a colon. */
    SignatureField names(String tag, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            String start = i == 0 ? " " + tag + "=" : "";
            piece(start + names.get(i) + (i == names.size() - 1 ? ";" : ":"));
        }
        return this;
    }

    /** A tag whose value is base64, which may be broken anywhere. */
    SignatureField octets(String tag, String base64) {
        open(tag);
        base64(base64);
        put(";");
        return this;
    }

    /** A tag without its value yet: the last one, {@code b=}. */
    SignatureField open(String tag) {
        piece(" " + tag + "=");
        return this;
    }

    /** The field as it is signed: with an empty value of the tag that is still open. */
    Field unsigned() {
        return Field.of(NAME, value.toString());
    }

    /** The whole field with the value of its last tag and the CRLF. */
    String close(String base64) {
        base64(base64);
        return NAME + ":" + value + "\r\n";
    }

    private void base64(String base64) {
        int from = 0;
        while (from < base64.length()) {
            // One column is kept for the semicolon.
            int to = Math.min(base64.length(), from + Math.max(0, MAX_COLUMNS - 1 - column));
            put(base64.substring(from, to));
            from = to;
            if (from < base64.length()) {
                fold();
            }
        }
    }

    private void piece(String text) {
        if (column + text.length() > MAX_COLUMNS) {
            fold();
            put(text.stripLeading());
        } else {
            put(text);
        }
    }

    private void fold() {
        value.append("\r\n\t");
        column = 1;
    }

    private void put(String text) {
        value.append(text);
        column += text.length();
    }
}
