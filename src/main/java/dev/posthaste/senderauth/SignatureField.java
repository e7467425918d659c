package dev.posthaste.senderauth;

import java.util.List;

/** Builds a DKIM-Signature field: a sequence of tags, folded before a line exceeds {@link #MAX_COLUMNS}. */
final class SignatureField {

    /** RFC 5322 section 2.1.1, without the CRLF. */
    static final int MAX_COLUMNS = 78;

    private static final String NAME = "DKIM-Signature";

    private final StringBuilder value = new StringBuilder();
    private int column = NAME.length() + 1;

    /** Adds a tag whose value must not be folded. */
    SignatureField tag(String tag, String text) {
        piece(" " + tag + "=" + text + ";");
        return this;
    }

    /** Adds a tag whose value is a colon-separated list of names, which may be folded after a colon. */
    SignatureField names(String tag, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            String start = i == 0 ? " " + tag + "=" : "";
            piece(start + names.get(i) + (i == names.size() - 1 ? ";" : ":"));
        }
        return this;
    }

    /** Adds a tag whose value is base64, which may be folded anywhere. */
    SignatureField octets(String tag, String base64) {
        open(tag);
        base64(base64);
        put(";");
        return this;
    }

    /** Adds the last tag, {@code b=}, whose value is not known yet. */
    SignatureField open(String tag) {
        piece(" " + tag + "=");
        return this;
    }

    /** The field in the form that is signed, with an empty value of the last tag. */
    Field unsigned() {
        return Field.of(NAME, value.toString());
    }

    /** The complete field with the value of the last tag and the CRLF. */
    String close(String base64) {
        base64(base64);
        return NAME + ":" + value + "\r\n";
    }

    private void base64(String base64) {
        int from = 0;
        while (from < base64.length()) {
            // One column is reserved for the semicolon.
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
