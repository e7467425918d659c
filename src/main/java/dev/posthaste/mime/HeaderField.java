package dev.posthaste.mime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One header field with its exact octets.
 *
 * <pre>
 * field = name *WSP ":" *(any character / line-end WSP) line-end   ; RFC 5322 sections 2.2, 3.6.8, 4.5
 * name  = 1*(%d33-57 / %d59-126)
 * </pre>
 *
 * <p>A line that is not a field, such as {@code >From ...} from an old mbox file, is represented without a name.
 */
public final class HeaderField {

    /** Maximum length of a line, without the CRLF (RFC 5322 section 2.1.1). */
    public static final int MAX_LINE = 998;

    /** Length to which written lines are folded where possible (RFC 5322 section 2.1.1). */
    public static final int GOOD_LINE = 78;

    private final byte[] octets;
    private final int start;
    private final int nameEnd;
    private final int valueStart;
    private final int end;

    private HeaderField(byte[] octets, int start, int end) {
        this.octets = octets;
        this.start = start;
        this.end = end;
        int at = start;
        while (at < end && octets[at] > ' ' && octets[at] < 0x7F && octets[at] != ':') {
            at++;
        }
        int afterName = at;
        while (at < end && Octets.isWsp(octets[at])) {
            at++;
        }
        boolean named = afterName > start && at < end && octets[at] == ':';
        this.nameEnd = named ? afterName : start;
        this.valueStart = named ? at + 1 : start;
    }

    /** A field at an offset of existing octets, which are not copied and must not change. */
    static HeaderField at(byte[] octets, int start, int end) {
        return new HeaderField(octets, start, end);
    }

    /**
     * A new field: non-ASCII text becomes encoded words, long lines are folded.
     *
     * @throws HeaderSyntaxException if the name is invalid, or the text contains a CR, LF, NUL or another control
     *     character
     */
    public static HeaderField of(String name, String text) throws HeaderSyntaxException {
        requireName(name);
        requireText(name, text);
        return structured(name, EncodedWords.encode(text.strip()));
    }

    /**
     * A new field whose text is written unchanged, in UTF-8, and folded at spaces.
     *
     * @throws HeaderSyntaxException if the name is invalid, the text contains a control character, or a word is too
     *     long
     */
    static HeaderField structured(String name, String text) throws HeaderSyntaxException {
        requireName(name);
        requireText(name, text);
        byte[] octets = FoldedLines.of(name, text).getBytes(StandardCharsets.UTF_8);
        requireLines(name, octets);
        return new HeaderField(octets, 0, octets.length);
    }

    /**
     * A field that is already written, with folding and final CRLF, such as a signature.
     *
     * @throws HeaderSyntaxException if the octets are not exactly one field with CRLF line ends
     */
    public static HeaderField written(byte[] octets) throws HeaderSyntaxException {
        HeaderField field = new HeaderField(octets.clone(), 0, octets.length);
        requireName(field.name());
        requireLines(field.name(), octets);
        return field;
    }

    /** The name as written; empty for a line that is not a field. */
    public String name() {
        return new String(octets, start, nameEnd - start, StandardCharsets.ISO_8859_1);
    }

    /** Whether it has this name, in any case. */
    public boolean is(String name) {
        return isNamed(name.toLowerCase(Locale.ROOT));
    }

    /** Like {@link #is}, for a lower-case name. */
    boolean isNamed(String lower) {
        return nameEnd > start && Octets.equalsIgnoreCase(octets, start, nameEnd, lower);
    }

    /** All octets, from the name to the line end. */
    public byte[] raw() {
        return Arrays.copyOfRange(octets, start, end);
    }

    /** The value as text, unfolded and trimmed, with encoded words not decoded. */
    public String value() {
        return Octets.fieldText(octets, valueStart, end);
    }

    /** The value for display, with encoded words decoded. */
    public String decodedValue() {
        return EncodedWords.decode(value());
    }

    /** Its position in the octets from which its {@link HeaderBlock} was parsed; from 0 for a new field. */
    public Span span() {
        return new Span(start, end - start);
    }

    boolean endsLine() {
        return end > start && octets[end - 1] == '\n';
    }

    void writeTo(OctetBuffer out) {
        out.append(octets, start, end);
    }

    @Override
    public String toString() {
        return name() + ": " + value();
    }

    private static void requireName(String name) throws HeaderSyntaxException {
        boolean good = !name.isEmpty() && name.length() < GOOD_LINE;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            good &= c > ' ' && c < 0x7F && c != ':';
        }
        if (!good) {
            throw new HeaderSyntaxException(
                    "", "the name of a header field must have 1 to 77 ASCII characters and no colon");
        }
    }

    private static void requireText(String name, String text) throws HeaderSyntaxException {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i)) && text.charAt(i) != '\t') {
                throw new HeaderSyntaxException(name, "control character at " + i);
            }
        }
    }

    /**
     * Requires complete lines that end in CRLF and are not too long; all but the first must begin with white space and
     * contain more than that.
     */
    private static void requireLines(String name, byte[] octets) throws HeaderSyntaxException {
        int lineStart = 0;
        boolean visible = false;
        for (int i = 0; i < octets.length; i++) {
            byte c = octets[i];
            if (c == '\r' && i + 1 < octets.length && octets[i + 1] == '\n') {
                boolean folded = lineStart == 0 || (visible && Octets.isWsp(octets[lineStart]));
                if (!folded || i - lineStart > MAX_LINE) {
                    throw new HeaderSyntaxException(name, "bad or too long line at " + lineStart);
                }
                i++;
                lineStart = i + 1;
                visible = false;
            } else if (c == '\r' || c == '\n' || c == 0) {
                throw new HeaderSyntaxException(name, "control character at " + i);
            } else {
                visible |= !Octets.isWsp(c);
            }
        }
        if (lineStart != octets.length || octets.length == 0) {
            throw new HeaderSyntaxException(name, "no line end");
        }
    }
}
