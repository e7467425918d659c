package dev.posthaste.mime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One header field, exactly as its octets are.
 *
 * <pre>
 * field = name *WSP ":" *(any character / line-end WSP) line-end   ; RFC 5322 sections 2.2, 3.6.8, 4.5
 * name  = 1*(%d33-57 / %d59-126)
 * </pre>
 *
 * <p>A line that is no field, such as {@code >From ...} of an old mailbox file, is one without a name.
 */
public final class HeaderField {

    /** RFC 5322 section 2.1.1, without the CRLF. */
    public static final int MAX_LINE = 998;

    /** RFC 5322 section 2.1.1: lines that we write are no longer where they can be folded. */
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

    /** A field whose octets are already there; they are not copied, and must not change. */
    static HeaderField at(byte[] octets, int start, int end) {
        return new HeaderField(octets, start, end);
    }

    /**
     * A field that we write: text that is not ASCII becomes encoded words, long lines are folded.
     *
     * @throws HeaderSyntaxException if the name is none, or the text holds a CR, LF, NUL or another control character
     */
    public static HeaderField of(String name, String text) throws HeaderSyntaxException {
        requireName(name);
        requireText(name, text);
        return structured(name, EncodedWords.encode(text.strip()));
    }

    /**
     * A field whose text is written as it is, in UTF-8, folded at spaces.
     *
     * @throws HeaderSyntaxException if the name is none, the text holds a control character, or a word is too long
     */
    static HeaderField structured(String name, String text) throws HeaderSyntaxException {
        requireName(name);
        requireText(name, text);
        byte[] octets = FoldedLines.of(name, text).getBytes(StandardCharsets.UTF_8);
        requireLines(name, octets);
        return new HeaderField(octets, 0, octets.length);
    }

    /**
     * A field that is already written, folding and final CRLF included, as signatures are.
     *
     * @throws HeaderSyntaxException if the octets are not exactly one field with CRLF line ends
     */
    public static HeaderField written(byte[] octets) throws HeaderSyntaxException {
        HeaderField field = new HeaderField(octets.clone(), 0, octets.length);
        requireName(field.name());
        requireLines(field.name(), octets);
        return field;
    }

    /** The name as written; empty for a line that is no field. */
    public String name() {
        return new String(octets, start, nameEnd - start, StandardCharsets.ISO_8859_1);
    }

    /** Whether it has this name, in any case. */
    public boolean is(String name) {
        return isNamed(name.toLowerCase(Locale.ROOT));
    }

    /** The same of a name in lower case. */
    boolean isNamed(String lower) {
        return nameEnd > start && Octets.equalsIgnoreCase(octets, start, nameEnd, lower);
    }

    /** All octets, from the name to the line end. */
    public byte[] raw() {
        return Arrays.copyOfRange(octets, start, end);
    }

    /** The value as text, unfolded and without white space around it; encoded words stay. */
    public String value() {
        return Octets.fieldText(octets, valueStart, end);
    }

    /** The value as people read it. */
    public String decodedValue() {
        return EncodedWords.decode(value());
    }

    /** Where it lies in the octets from which its {@link HeaderBlock} was read; from 0 if it was made. */
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
            throw new HeaderSyntaxException("", "the name of a header field has 1 to 77 ASCII characters and no colon");
        }
    }

    private static void requireText(String name, String text) throws HeaderSyntaxException {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i)) && text.charAt(i) != '\t') {
                throw new HeaderSyntaxException(name, "control character at " + i);
            }
        }
    }

    /** Whole lines that end in CRLF and are not too long; all but the first begin with white space and have something on them. */
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
