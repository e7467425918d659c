package dev.posthaste.address;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * The part before the {@code @}, unquoted, in Normalization Form C (RFC 6532 section 3.1). It is quoted on output only
 * if necessary.
 *
 * <p>By RFC 5321 section 2.4 only the destination host decides whether case matters. For accounts of this server it
 * does not ({@link #folded}); for other servers the text is preserved as received.
 */
public record LocalPart(String text) {

    /** Maximum length in octets (RFC 5321 section 4.5.3.1.1). */
    public static final int MAX_OCTETS = 64;

    /** Separates the account from the detail, as in {@code alice+news@example.org} (RFC 5233). */
    public static final char DETAIL_SEPARATOR = '+';

    /**
     * Takes the unquoted text.
     *
     * @throws IllegalArgumentException if it is empty, too long or contains control characters
     */
    public LocalPart {
        text = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) {
            throw new IllegalArgumentException("a local part has 1 to " + MAX_OCTETS + " octets");
        }
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF))) {
            throw new IllegalArgumentException("a local part has no control characters");
        }
    }

    /**
     * Reads a local part as it is written: a dot-string or a quoted string.
     *
     * <pre>
     * Local-part    = Dot-string / Quoted-string        ; RFC 5321 section 4.1.2
     * Dot-string    = Atom *("."  Atom)
     * Quoted-string = DQUOTE *QcontentSMTP DQUOTE
     * atext        =/ UTF8-non-ascii                     ; RFC 6531 section 3.3
     * </pre>
     */
    public static LocalPart parse(String written) throws AddressSyntaxException {
        try {
            return new LocalPart(written.startsWith("\"") ? unquoted(written) : dotString(written));
        } catch (IllegalArgumentException notALocalPart) {
            throw new AddressSyntaxException("'" + Quoted.text(written) + "' is not a local part");
        }
    }

    /** The form in which local parts of accounts of this server are compared. */
    public String folded() {
        return Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    /** The local part without its detail, if there is one: {@code alice} for {@code alice+news}. */
    public Optional<LocalPart> withoutDetail() {
        int plus = text.indexOf(DETAIL_SEPARATOR);
        return plus > 0 ? Optional.of(new LocalPart(text.substring(0, plus))) : Optional.empty();
    }

    /** Whether only a peer with SMTPUTF8 can receive it. */
    public boolean needsUtf8() {
        return text.chars().anyMatch(c -> c >= 0x80);
    }

    /** The form used in an address, quoted where necessary. */
    @Override
    public String toString() {
        return isDotString(text) ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String dotString(String written) {
        if (!isDotString(written)) {
            throw new IllegalArgumentException("not a dot-string");
        }
        return written;
    }

    private static boolean isDotString(String written) {
        boolean atom = false;
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '.' ? !atom : !isAtext(c)) {
                return false;
            }
            atom = c != '.';
        }
        return atom;
    }

    private static String unquoted(String written) {
        if (written.length() < 2 || !written.endsWith("\"")) {
            throw new IllegalArgumentException("no closing quote");
        }
        StringBuilder plain = new StringBuilder();
        boolean escaped = false;
        for (int i = 1; i < written.length() - 1; i++) {
            char c = written.charAt(i);
            if (!escaped && c == '"') {
                throw new IllegalArgumentException("an unescaped quote");
            }
            if (!escaped && c == '\\') {
                escaped = true;
            } else {
                plain.append(c);
                escaped = false;
            }
        }
        if (escaped) {
            throw new IllegalArgumentException("a backslash before the closing quote");
        }
        return plain.toString();
    }

    private static boolean isAtext(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c >= 0x80
                || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }
}
