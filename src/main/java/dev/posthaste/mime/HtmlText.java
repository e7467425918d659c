package dev.posthaste.mime;

import java.util.HashMap;
import java.util.Map;

/**
 * Extracts the text of HTML in one pass: tags become spaces where they separate words; scripts, styles and comments are
 * dropped; character references are decoded. The result is for previews and search, not for display. Takes linear time
 * for any input.
 */
final class HtmlText {

    /** Maximum length of a character reference; anything longer is text. */
    private static final int MAX_REFERENCE = 12;

    private static final String LATIN_1 =
            "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr"
                    + " deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest"
                    + " Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml"
                    + " ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig"
                    + " agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml"
                    + " eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
    private static final Map<String, String> REFERENCES = new HashMap<>();

    static {
        int code = 0xA0;
        int start = 0;
        while (start < LATIN_1.length()) {
            int space = LATIN_1.indexOf(' ', start);
            int end = space < 0 ? LATIN_1.length() : space;
            REFERENCES.put(LATIN_1.substring(start, end), Character.toString(code++));
            start = end + 1;
        }
        REFERENCES.putAll(Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "euro", "\u20AC"));
        REFERENCES.putAll(Map.of("ndash", "\u2013", "mdash", "\u2014", "lsquo", "\u2018", "rsquo", "\u2019"));
        REFERENCES.putAll(Map.of("ldquo", "\u201C", "rdquo", "\u201D", "sbquo", "\u201A", "bdquo", "\u201E"));
        REFERENCES.putAll(Map.of("bull", "\u2022", "hellip", "\u2026", "trade", "\u2122", "rarr", "\u2192"));
        REFERENCES.putAll(Map.of("zwnj", "", "zwj", "", "ensp", " ", "emsp", " ", "thinsp", " "));
        REFERENCES.put("shy", "");
    }

    private static final String REPLACEMENT = "\uFFFD";

    private final String html;
    private final TextSink out;
    private int at;

    private HtmlText(String html, TextSink out) {
        this.html = html;
        this.out = out;
    }

    /** Writes the text of the HTML until the sink is full. */
    static void write(String html, TextSink out) {
        new HtmlText(html, out).run();
    }

    private void run() {
        while (at < html.length() && !out.isFull()) {
            char c = html.charAt(at);
            if (c == '<' && at + 1 < html.length() && opensMarkup(html.charAt(at + 1))) {
                markup();
            } else if (c == '&') {
                reference();
            } else {
                out.append(c);
                at++;
            }
        }
    }

    private static boolean opensMarkup(char c) {
        return isLetter(c) || c == '/' || c == '!' || c == '?';
    }

    private void markup() {
        if (html.startsWith("<!--", at)) {
            int end = html.indexOf("-->", at + 4);
            at = end < 0 ? html.length() : end + 3;
            return;
        }
        boolean closing = html.charAt(at + 1) == '/';
        int nameStart = at + (closing ? 2 : 1);
        int nameEnd = nameStart;
        while (nameEnd < html.length() && isLetter(html.charAt(nameEnd))) {
            nameEnd++;
        }
        String name = html.substring(nameStart, Math.min(nameEnd, nameStart + MAX_REFERENCE));
        at = nameEnd;
        endOfTag();
        if (!closing && isHidden(name)) {
            content(name);
        }
        if (!isInline(name)) {
            out.append(' ');
        }
    }

    /** Skips to the end of the tag; a {@code >} in a quoted attribute value does not end it. */
    private void endOfTag() {
        char quote = 0;
        char before = 0;
        while (at < html.length()) {
            char c = html.charAt(at++);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '>') {
                return;
            } else if ((c == '"' || c == '\'') && before == '=') {
                quote = c;
            }
            before = c == ' ' ? before : c;
        }
    }

    private static boolean isHidden(String name) {
        return name.equalsIgnoreCase("script")
                || name.equalsIgnoreCase("style")
                || name.equalsIgnoreCase("title")
                || name.equalsIgnoreCase("template");
    }

    /** Elements that do not separate words. */
    private static boolean isInline(String name) {
        return switch (name) {
            case "b",
                    "i",
                    "u",
                    "a",
                    "em",
                    "strong",
                    "span",
                    "font",
                    "B",
                    "I",
                    "U",
                    "A",
                    "EM",
                    "STRONG",
                    "SPAN",
                    "FONT" -> true;
            default -> false;
        };
    }

    /** Skips the content of a hidden element. */
    private void content(String name) {
        while (at < html.length()) {
            int close = html.indexOf("</", at);
            if (close < 0) {
                at = html.length();
            } else if (html.regionMatches(true, close + 2, name, 0, name.length())) {
                at = close + 2;
                endOfTag();
                return;
            } else {
                at = close + 2;
            }
        }
    }

    private void reference() {
        int end = at + 1;
        while (end < html.length() && end - at <= MAX_REFERENCE && isReferenceCharacter(html.charAt(end))) {
            end++;
        }
        String name = html.substring(at + 1, end);
        String text = name.startsWith("#") ? numeric(name) : REFERENCES.getOrDefault(name, "");
        boolean known = name.startsWith("#") ? !text.isEmpty() : REFERENCES.containsKey(name);
        if (known) {
            out.append(text);
            at = end < html.length() && html.charAt(end) == ';' ? end + 1 : end;
        } else {
            out.append('&');
            at++;
        }
    }

    /** The character of {@code #228} or {@code #xE4}; empty if the number is invalid. */
    private static String numeric(String name) {
        boolean hex = name.length() > 1 && (name.charAt(1) | 0x20) == 'x';
        int start = hex ? 2 : 1;
        int code = 0;
        for (int i = start; i < name.length(); i++) {
            int digit = Octets.hex(name.charAt(i));
            if (digit < 0 || (!hex && digit > 9)) {
                return "";
            }
            code = Math.min(code * (hex ? 16 : 10) + digit, Character.MAX_CODE_POINT + 1);
        }
        boolean scalar = code <= Character.MAX_CODE_POINT && (code < 0xD800 || code > 0xDFFF);
        return start == name.length() ? "" : scalar ? Character.toString(code) : REPLACEMENT;
    }

    private static boolean isReferenceCharacter(char c) {
        return c == '#' || isLetter(c) || Octets.isDigit(c);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
