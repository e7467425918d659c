package dev.posthaste.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Parses the MIME fields that consist of a word and parameters.
 *
 * <pre>
 * content     = type "/" subtype *(";" parameter)              ; RFC 2045 section 5.1
 * disposition = type *(";" parameter)                          ; RFC 2183 section 2
 * parameter   = attribute "=" (token / quoted-string)
 * language    = tag *("," tag)                                 ; RFC 3282
 * </pre>
 *
 * <p>CFWS is allowed between all of these. Lenient: an unquoted value extends to the next semicolon, an empty parameter
 * is ignored, and invalid text is skipped.
 */
final class StructuredField {

    private final String text;
    private int at;

    StructuredField(String text) {
        this.text = text;
    }

    Optional<ContentType> contentType() {
        String type = token();
        skip();
        if (type.isEmpty() || at >= text.length() || text.charAt(at) != '/') {
            return Optional.empty();
        }
        at++;
        String subtype = token();
        return subtype.isEmpty() ? Optional.empty() : Optional.of(new ContentType(type, subtype, parameters()));
    }

    ContentDisposition disposition() {
        String type = token();
        return type.isEmpty() ? ContentDisposition.NONE : new ContentDisposition(type, parameters());
    }

    /** The first word, in lower case, as in {@code Content-Transfer-Encoding}. */
    String word() {
        return token();
    }

    /** The language tags, as written. */
    List<String> languages() {
        List<String> tags = new ArrayList<>();
        while (at < text.length() && tags.size() < Parameters.MAX_PARAMETERS) {
            skip();
            int start = at;
            while (at < text.length() && Octets.isToken(text.charAt(at))) {
                at++;
            }
            if (at > start) {
                tags.add(text.substring(start, at));
            } else {
                at++;
            }
        }
        return tags;
    }

    private Parameters parameters() {
        List<Parameter> read = new ArrayList<>();
        while (nextSemicolon() && read.size() < Parameters.MAX_PARAMETERS) {
            String name = token();
            skip();
            if (!name.isEmpty() && at < text.length() && text.charAt(at) == '=') {
                at++;
                skip();
                read.add(new Parameter(name, value()));
            }
        }
        return read.isEmpty() ? Parameters.NONE : new Parameters(read);
    }

    /** Moves after the next semicolon outside quotes and comments. */
    private boolean nextSemicolon() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ';') {
                at++;
                return true;
            }
            if (c == '"') {
                quoted();
            } else if (c == '(') {
                comment();
            } else {
                at++;
            }
        }
        return false;
    }

    private String token() {
        skip();
        int start = at;
        while (at < text.length() && Octets.isToken(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at).toLowerCase(Locale.ROOT);
    }

    private String value() {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != ';' && text.charAt(at) != '(') {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        at = Math.min(at + 1, text.length());
        return value.toString();
    }

    private void skip() {
        while (at < text.length() && (Octets.isWsp(text.charAt(at)) || text.charAt(at) == '(')) {
            if (text.charAt(at) == '(') {
                comment();
            } else {
                at++;
            }
        }
    }

    private void comment() {
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at = Math.min(at + 1, text.length());
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return;
            }
        }
    }
}
