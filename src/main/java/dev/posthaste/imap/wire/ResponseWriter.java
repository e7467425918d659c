package dev.posthaste.imap.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;

/**
 * Writes responses into octets that grow, and hands them out. What must not stand raw in a response is quoted, becomes a
 * literal, or, to a client that has not enabled IMAP4rev2, is replaced where it is not ASCII.
 */
public final class ResponseWriter {

    /** Longer strings become literals: RFC 9051 gives no number, clients read lines of this length. */
    static final int MAX_QUOTED = 1024;

    private static final int FIRST_OCTETS = 512;

    /** No more is made ready before it is needed. */
    private static final int EXPECTED_MAX = 64 * 1024;

    private static final byte[] NOTHING = {};

    private final Dialect dialect;
    private byte[] octets = NOTHING;
    private int used;
    /** What follows a large piece is probably large, too. */
    private int expected = FIRST_OCTETS;

    /** Nothing written yet. */
    public ResponseWriter(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The protocol that is spoken. */
    public Dialect dialect() {
        return dialect;
    }

    /** Octets that wait to be taken. */
    public int size() {
        return used;
    }

    /** Hands out what was written, which nobody changes afterwards, and begins anew; while nothing is written, no memory is held. */
    public ByteBuffer take() {
        ByteBuffer written = ByteBuffer.wrap(octets, 0, used);
        expected = Math.clamp(used, FIRST_OCTETS, EXPECTED_MAX);
        octets = NOTHING;
        used = 0;
        return written;
    }

    /** Words and punctuation of the protocol itself, in ASCII. */
    public ResponseWriter raw(String ascii) {
        int length = ascii.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            char c = ascii.charAt(i);
            // Never its lower octet alone, which could be a line end.
            octets[used++] = c <= 0xFF ? (byte) c : (byte) '?';
        }
        return this;
    }

    /** A number of the protocol, none of which is negative. */
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

    /** The end of a response. */
    public ResponseWriter end() {
        return raw("\r\n");
    }

    /** {@code * OK [CODE] text} and its kin, whole; the tag is {@code *} for an untagged one. */
    public ResponseWriter status(String tag, Condition condition, ResponseCode code, String text) {
        raw(tag).raw(" ").raw(condition.name()).raw(" ");
        if (!code.equals(ResponseCode.NONE)) {
            raw("[").raw(code.text()).raw("] ");
        }
        return raw(printable(text)).end();
    }

    /** {@code + text}: the client may go on. */
    public ResponseWriter goOn(String text) {
        return raw("+ ").raw(printable(text)).end();
    }

    /** Flags in parentheses. */
    public ResponseWriter flags(Collection<String> names) {
        return raw("(").raw(String.join(" ", names)).raw(")");
    }

    /** A mailbox name, in the form of the protocol spoken. */
    public ResponseWriter mailbox(MailboxName name) {
        return astring(name.written(dialect));
    }

    /** An atom where it can be one, else a string. */
    public ResponseWriter astring(String text) {
        boolean atom = !text.isEmpty()
                && text.length() <= MAX_QUOTED
                && text.chars().allMatch(Octets::isAstring)
                && !text.equalsIgnoreCase("NIL");
        return atom ? raw(text) : string(text);
    }

    /** A quoted string or a literal. */
    public ResponseWriter string(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        return plain.length <= MAX_QUOTED && isPlain(plain) ? enclosed(plain) : special(text);
    }

    private ResponseWriter special(String text) {
        String speakable = dialect == Dialect.REV2 ? text.replace('\0', '?') : ascii(text);
        byte[] written = speakable.getBytes(StandardCharsets.UTF_8);
        return written.length <= MAX_QUOTED && isQuotable(written) ? quoted(written) : literal(written);
    }

    /** {@code NIL}. */
    public ResponseWriter nil() {
        return raw("NIL");
    }

    /** A literal with its octets. */
    public ResponseWriter literal(byte[] content) {
        literalHead(content.length);
        return append(content);
    }

    /** The announcement of a literal whose octets follow. */
    public ResponseWriter literalHead(long size) {
        return raw("{").number(size).raw("}\r\n");
    }

    /** The announcement of a literal that may hold NUL. */
    public ResponseWriter binaryHead(long size) {
        return raw("~").literalHead(size);
    }

    /** A date-time, in UTC. */
    public ResponseWriter dateTime(Instant time) {
        return raw("\"").raw(InternalDate.write(time)).raw("\"");
    }

    /** Octets as they are. */
    public ResponseWriter append(byte[] content) {
        return append(content, 0, content.length);
    }

    /** What another writer has handed out. */
    public ResponseWriter append(ByteBuffer written) {
        int length = written.remaining();
        reserve(length);
        written.get(octets, used, length);
        used += length;
        return this;
    }

    /** Some octets of {@code content} as they are. */
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

    /** Whether text can stand in quotes as it is, whatever protocol is spoken. */
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

    // A literal has no NUL (CHAR8), and ASCII no more than 127 characters; a question mark shows that something was
    // there.
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
