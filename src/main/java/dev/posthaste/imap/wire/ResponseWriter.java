package dev.posthaste.imap.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;

/**
 * Writes responses into a growing buffer. Text that must not appear raw in a response is quoted or becomes a literal;
 * for a client that has not enabled IMAP4rev2, non-ASCII characters are replaced.
 */
public final class ResponseWriter {

    /**
     * Maximum length of a quoted string, longer ones become literals; RFC 9051 sets no limit, and clients read lines of
     * this length.
     */
    static final int MAX_QUOTED = 1024;

    private static final int FIRST_OCTETS = 512;

    /** Maximum initial size of a new buffer. */
    private static final int EXPECTED_MAX = 64 * 1024;

    private static final byte[] NOTHING = {};

    private final Dialect dialect;
    private byte[] octets = NOTHING;
    private int used;
    /** Initial size of the next buffer, estimated from the last one. */
    private int expected = FIRST_OCTETS;

    /** An empty writer. */
    public ResponseWriter(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The protocol version of the connection. */
    public Dialect dialect() {
        return dialect;
    }

    /** Number of octets written and not yet taken. */
    public int size() {
        return used;
    }

    /**
     * Returns what was written, in a buffer that does not change any more, and starts over; an empty writer holds no
     * memory.
     */
    public ByteBuffer take() {
        ByteBuffer written = ByteBuffer.wrap(octets, 0, used);
        expected = Math.clamp(used, FIRST_OCTETS, EXPECTED_MAX);
        octets = NOTHING;
        used = 0;
        return written;
    }

    /** Writes keywords and punctuation of the protocol, in ASCII. */
    public ResponseWriter raw(String ascii) {
        int length = ascii.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            char c = ascii.charAt(i);
            // Never write only the lower octet, which could be a line end.
            octets[used++] = c <= 0xFF ? (byte) c : (byte) '?';
        }
        return this;
    }

    /** Writes a non-negative number. */
    public ResponseWriter number(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        reserve(digits);
        used += digits;
        long rest = number;
        for (int i = 1; i <= digits; i++) {
            octets[used - i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return this;
    }

    /** Ends the response with CRLF. */
    public ResponseWriter end() {
        return raw("\r\n");
    }

    /** Writes a complete status response such as {@code * OK [CODE] text}; the tag of an untagged one is {@code *}. */
    public ResponseWriter status(String tag, Condition condition, ResponseCode code, String text) {
        raw(tag).raw(" ").raw(condition.name()).raw(" ");
        if (!code.equals(ResponseCode.NONE)) {
            raw("[").raw(code.text()).raw("] ");
        }
        return raw(printable(text)).end();
    }

    /** Writes a continuation request {@code + text}. */
    public ResponseWriter goOn(String text) {
        return raw("+ ").raw(printable(text)).end();
    }

    /** Writes flags in parentheses. */
    public ResponseWriter flags(Collection<String> names) {
        return raw("(").raw(String.join(" ", names)).raw(")");
    }

    /** Writes a mailbox name in the encoding of the dialect. */
    public ResponseWriter mailbox(MailboxName name) {
        return astring(name.written(dialect));
    }

    /** Writes an atom if possible, otherwise a string. */
    public ResponseWriter astring(String text) {
        boolean atom = !text.isEmpty()
                && text.length() <= MAX_QUOTED
                && text.chars().allMatch(Octets::isAstring)
                && !text.equalsIgnoreCase("NIL");
        return atom ? raw(text) : string(text);
    }

    /** Writes a quoted string or a literal. */
    public ResponseWriter string(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        return plain.length <= MAX_QUOTED && isPlain(plain) ? enclosed(plain) : special(text);
    }

    private ResponseWriter special(String text) {
        String speakable = dialect == Dialect.REV2 ? text.replace('\0', '?') : ascii(text);
        byte[] written = speakable.getBytes(StandardCharsets.UTF_8);
        return written.length <= MAX_QUOTED && isQuotable(written) ? quoted(written) : literal(written);
    }

    /** Writes {@code NIL}. */
    public ResponseWriter nil() {
        return raw("NIL");
    }

    /** Writes a literal with its octets. */
    public ResponseWriter literal(byte[] content) {
        literalHead(content.length);
        return append(content);
    }

    /** Writes the announcement of a literal whose octets follow. */
    public ResponseWriter literalHead(long size) {
        return raw("{").number(size).raw("}\r\n");
    }

    /** Writes the announcement of a literal that may contain NUL. */
    public ResponseWriter binaryHead(long size) {
        return raw("~").literalHead(size);
    }

    /** Writes a date-time in UTC. */
    public ResponseWriter dateTime(Instant time) {
        return raw("\"").raw(InternalDate.write(time)).raw("\"");
    }

    /** Writes octets unchanged. */
    public ResponseWriter append(byte[] content) {
        return append(content, 0, content.length);
    }

    /** Writes the octets of another writer. */
    public ResponseWriter append(ByteBuffer written) {
        int length = written.remaining();
        reserve(length);
        written.get(octets, used, length);
        used += length;
        return this;
    }

    /** Writes {@code length} octets of {@code content} unchanged. */
    public ResponseWriter append(byte[] content, int offset, int length) {
        reserve(length);
        System.arraycopy(content, offset, octets, used, length);
        used += length;
        return this;
    }

    private ResponseWriter enclosed(byte[] text) {
        reserve(text.length + 2);
        octets[used++] = '"';
        System.arraycopy(text, 0, octets, used, text.length);
        used += text.length;
        octets[used++] = '"';
        return this;
    }

    /** Whether the text can be quoted unchanged in either dialect. */
    private static boolean isPlain(byte[] text) {
        for (byte c : text) {
            if (c < ' ' || c == '"' || c == '\\' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private ResponseWriter quoted(byte[] text) {
        reserve(2 * text.length + 2);
        octets[used++] = '"';
        for (byte c : text) {
            if (c == '"' || c == '\\') {
                octets[used++] = '\\';
            }
            octets[used++] = c;
        }
        octets[used++] = '"';
        return this;
    }

    private static boolean isQuotable(byte[] text) {
        for (byte c : text) {
            if (c == 0 || c == '\r' || c == '\n') {
                return false;
            }
        }
        return true;
    }

    // A literal contains no NUL (CHAR8), and in ASCII no value above 127; a question mark replaces such a character.
    private static String ascii(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.append(c == 0 || c > 0x7e ? '?' : (char) c));
        return out.toString();
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.append(c < ' ' || c > 0x7e ? '?' : (char) c));
        return out.toString();
    }

    private void reserve(int more) {
        if (used + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(used + more, Math.max(octets.length * 2, expected)));
        }
    }
}
