package dev.posthaste.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Encoded words: non-ASCII text in headers.
 *
 * <pre>
 * encoded-word = "=?" charset ["*" language] "?" encoding "?" encoded-text "?="   ; RFC 2047 section 2, RFC 2231 section 5
 * encoding     = "B" / "Q"                                                        ; case-insensitive
 * encoded-text = 1*(any character but "?")                                        ; and spaces, which many senders leave
 * </pre>
 */
public final class EncodedWords {

    /**
     * Maximum length of a word that is written. RFC 2047 section 2 allows 75; this one still fits on the first line of
     * its field.
     */
    static final int MAX_WORD = 63;

    /** Maximum length of a charset name; the longest registered one has 40 characters. */
    private static final int MAX_CHARSET = 60;

    private static final String PREFIX = "=?UTF-8?";
    private static final int MAX_ENCODED = MAX_WORD - PREFIX.length() - "Q?".length() - "?=".length();

    /**
     * Maximum length of a word that stays unencoded. It cannot be folded, so a longer one would exceed the line limit
     * of RFC 5322 section 2.1.1.
     */
    private static final int MAX_LEGIBLE_WORD = 900;

    /** Characters that are safe in a display name and so everywhere (RFC 2047 section 5 (3)). */
    private static final String SAFE_SIGNS = "!*+-/";

    private static final char REPLACEMENT = '\uFFFD';

    private record Word(String charset, OctetBuffer octets, int end) {}

    private EncodedWords() {}

    /**
     * Decodes encoded words; invalid ones stay unchanged. White space between two encoded words is dropped (RFC 2047
     * section 6.2), and adjacent words in one charset are joined before decoding, since some senders split a character
     * between two words. The result contains no control characters.
     */
    public static String decode(String text) {
        int start = text.indexOf("=?");
        if (start < 0) {
            return text;
        }
        StringBuilder decoded = new StringBuilder(text.length());
        int done = 0;
        while (start >= 0) {
            Word first = wordAt(text, start);
            if (first == null) {
                start = text.indexOf("=?", start + 2);
                continue;
            }
            decoded.append(text, done, start);
            done = run(text, first, decoded);
            start = text.indexOf("=?", done);
        }
        return decoded.append(text, done, text.length()).toString();
    }

    /** Decodes words separated only by white space; returns the end of the last one. */
    private static int run(String text, Word first, StringBuilder decoded) {
        OctetBuffer octets = new OctetBuffer();
        octets.append(first.octets().array(), 0, first.octets().size());
        String charset = first.charset();
        int end = first.end();
        Word next = wordAt(text, afterWhiteSpace(text, end));
        while (next != null) {
            if (!next.charset().equals(charset)) {
                show(octets, charset, decoded);
                charset = next.charset();
            }
            octets.append(next.octets().array(), 0, next.octets().size());
            end = next.end();
            next = wordAt(text, afterWhiteSpace(text, end));
        }
        show(octets, charset, decoded);
        return end;
    }

    private static void show(OctetBuffer octets, String charset, StringBuilder decoded) {
        String text = MailCharset.decode(octets.array(), 0, octets.size(), charset);
        octets.cutTo(0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean white = c == '\r' || c == '\n' || c == '\t';
            decoded.append(white ? ' ' : Character.isISOControl(c) ? REPLACEMENT : c);
        }
    }

    private static int afterWhiteSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Octets.isWsp(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The encoded word that begins here, if there is one. Looks no further than the next few question marks. */
    private static @Nullable Word wordAt(String text, int start) {
        if (!text.startsWith("=?", start)) {
            return null;
        }
        int charsetEnd = start + 2;
        int limit = Math.min(text.length(), charsetEnd + MAX_CHARSET);
        while (charsetEnd < limit && Octets.isToken(text.charAt(charsetEnd))) {
            charsetEnd++;
        }
        int textStart = charsetEnd + 3;
        if (textStart > text.length() || text.charAt(charsetEnd) != '?' || text.charAt(charsetEnd + 2) != '?') {
            return null;
        }
        int textEnd = text.indexOf('?', textStart);
        if (textEnd < 0 || !text.startsWith("?=", textEnd) || charsetEnd == start + 2) {
            return null;
        }
        String charset = text.substring(start + 2, charsetEnd).toLowerCase(Locale.ROOT);
        int language = charset.indexOf('*');
        String name = language < 0 ? charset : charset.substring(0, language);
        String encoded = text.substring(textStart, textEnd);
        return switch (text.charAt(charsetEnd + 1)) {
            case 'B', 'b' -> new Word(name, base64(encoded), textEnd + 2);
            case 'Q', 'q' -> new Word(name, quoted(encoded), textEnd + 2);
            default -> null;
        };
    }

    private static OctetBuffer base64(String encoded) {
        byte[] octets = encoded.getBytes(StandardCharsets.UTF_8);
        return OctetBuffer.holding(ContentDecoder.decode(TransferEncoding.BASE64, octets));
    }

    /** Decodes the "Q" encoding (RFC 2047 section 4.2); an invalid escape stays unchanged. */
    private static OctetBuffer quoted(String encoded) {
        byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
        OctetBuffer out = new OctetBuffer();
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '=' && i + 2 < in.length ? Octets.hex(in[i + 1]) : -1;
            int low = high < 0 ? -1 : Octets.hex(in[i + 2]);
            if (low >= 0) {
                out.append(high << 4 | low);
                i += 2;
            } else {
                out.append(in[i] == '_' ? ' ' : in[i]);
            }
        }
        return out;
    }

    /** Whether the text must be encoded in a header: it is not ASCII, or looks like an encoded word. */
    static boolean mustEncode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x7F || c < ' ') {
                return true;
            }
        }
        return text.contains("=?");
    }

    /**
     * Encodes text for an unstructured field: non-ASCII words become encoded words in UTF-8, each short enough for a
     * line and without split characters; the rest is unchanged. {@link #decode} restores the text.
     */
    public static String encode(String text) {
        List<String> pieces = new ArrayList<>();
        StringBuilder pending = new StringBuilder();
        int start = 0;
        while (start <= text.length()) {
            int space = text.indexOf(' ', start);
            int end = space < 0 ? text.length() : space;
            String word = text.substring(start, end);
            start = end + 1;
            if (word.isEmpty() ? !pending.isEmpty() : mustEncode(word) || word.length() > MAX_LEGIBLE_WORD) {
                pending.append(pending.isEmpty() ? "" : " ").append(word);
            } else {
                flush(pending, pieces);
                pieces.add(word);
            }
        }
        flush(pending, pieces);
        return String.join(" ", pieces);
    }

    private static void flush(StringBuilder pending, List<String> pieces) {
        if (!pending.isEmpty()) {
            pieces.add(encodeAll(pending.toString()));
            pending.setLength(0);
        }
    }

    /** Encodes the whole text as encoded words separated by spaces. */
    static String encodeAll(String text) {
        String clean = withoutLoneSurrogates(text);
        boolean legible = quotedLength(clean) <= clean.getBytes(StandardCharsets.UTF_8).length * 4 / 3 + 4;
        StringBuilder words = new StringBuilder();
        StringBuilder piece = new StringBuilder();
        int length = 0;
        for (int i = 0; i < clean.length(); i += Character.charCount(clean.codePointAt(i))) {
            String character = Character.toString(clean.codePointAt(i));
            int octets = character.getBytes(StandardCharsets.UTF_8).length;
            int added = legible ? quotedLength(character) : octets;
            if (length + added > (legible ? MAX_ENCODED : MAX_ENCODED / 4 * 3)) {
                word(words, piece, legible ? 'Q' : 'B');
                length = 0;
            }
            piece.append(character);
            length += added;
        }
        word(words, piece, legible ? 'Q' : 'B');
        return words.toString();
    }

    private static void word(StringBuilder words, StringBuilder piece, char encoding) {
        byte[] octets = piece.toString().getBytes(StandardCharsets.UTF_8);
        piece.setLength(0);
        words.append(words.isEmpty() ? "" : " ").append(PREFIX).append(encoding).append('?');
        if (encoding == 'B') {
            words.append(Base64.getEncoder().encodeToString(octets));
        } else {
            quote(octets, words);
        }
        words.append("?=");
    }

    private static void quote(byte[] octets, StringBuilder words) {
        for (byte octet : octets) {
            char c = (char) (octet & 0xFF);
            if (c == ' ') {
                words.append('_');
            } else if (isSafe(c)) {
                words.append(c);
            } else {
                words.append('=')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
    }

    private static int quotedLength(String text) {
        int length = 0;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            length += c == ' ' || isSafe(c) ? 1 : 3;
        }
        return length;
    }

    private static boolean isSafe(char c) {
        return c < 0x80 && (Octets.isAlphanumeric(c) || SAFE_SIGNS.indexOf(c) >= 0);
    }

    private static String withoutLoneSurrogates(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
