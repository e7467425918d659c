package dev.posthaste.imap.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * A position in a command, with parsers for the tokens that commands share. Each method consumes one token or throws a
 * {@link SyntaxFault} that says what was expected.
 *
 * <pre>
 * astring    = 1*ASTRING-CHAR / string                               ; RFC 9051 section 9
 * string     = quoted / literal
 * quoted     = DQUOTE *QUOTED-CHAR DQUOTE
 * literal    = "{" number64 ["+"] "}" CRLF *CHAR8                    ; CHAR8 is any octet but NUL
 * number     = 1*DIGIT                                               ; 0 to 2^32-1
 * nz-number  = digit-nz *DIGIT                                       ; 1 to 2^32-1
 * number64   = 1*DIGIT                                               ; 0 to 2^63-1
 * </pre>
 */
final class Cursor {

    /** The largest UID, sequence number and number (RFC 9051 section 9). */
    static final long MAX_NUMBER = 0xFFFF_FFFFL;

    /** Returned by {@link #peek} at the end of the octets. */
    static final int END = -1;

    /** Parses one element of a list. */
    interface Element<T> {
        T read(Cursor at) throws SyntaxFault;
    }

    private final byte[] octets;
    private int at;

    Cursor(ByteBuffer command) {
        this.octets = new byte[command.remaining()];
        command.duplicate().get(octets);
    }

    int at() {
        return at;
    }

    /** The next octet, or {@link #END}; does not consume it. */
    int peek() {
        return at < octets.length ? octets[at] & 0xff : END;
    }

    boolean isAt(char c) {
        return peek() == c;
    }

    SyntaxFault fault(String expected) {
        return new SyntaxFault(at, expected);
    }

    /** Consumes {@code c} if it is next. */
    boolean take(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    void expect(char c) throws SyntaxFault {
        if (!take(c)) {
            throw fault(c == ' ' ? "a space" : "'" + c + "'");
        }
    }

    void space() throws SyntaxFault {
        expect(' ');
    }

    void end() throws SyntaxFault {
        if (at < octets.length) {
            throw fault("the end of the command");
        }
    }

    /** Consumes {@code word}, in any case, if it is next and is a complete atom. */
    boolean takeWord(String word) {
        int end = at + word.length();
        if (end > octets.length || (end < octets.length && Octets.isAtom(octets[end] & 0xff))) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (upper(octets[at + i]) != word.charAt(i)) {
                return false;
            }
        }
        at = end;
        return true;
    }

    /** One or more octets of a class, as ASCII. */
    String run(IntPredicate isPart, String expected) throws SyntaxFault {
        int from = at;
        while (at < octets.length && isPart.test(octets[at] & 0xff)) {
            at++;
        }
        if (from == at) {
            throw fault(expected);
        }
        return new String(octets, from, at - from, StandardCharsets.US_ASCII);
    }

    String atom() throws SyntaxFault {
        return run(Octets::isAtom, "an atom");
    }

    /** A keyword of the protocol, in upper case. */
    String word(String expected) throws SyntaxFault {
        return run(Octets::isAtom, expected).toUpperCase(Locale.ROOT);
    }

    /** A keyword that may contain dots and digits, up to a bracket, in upper case. */
    String dottedWord(String expected) throws SyntaxFault {
        IntPredicate isPart = c -> Octets.isAtom(c) && c != '[' && c != '<';
        return run(isPart, expected).toUpperCase(Locale.ROOT);
    }

    byte[] astring() throws SyntaxFault {
        if (isAt('"') || isAt('{')) {
            return string();
        }
        return run(Octets::isAstring, "a string").getBytes(StandardCharsets.US_ASCII);
    }

    byte[] string() throws SyntaxFault {
        return switch (peek()) {
            case '"' -> quoted();
            case '{' -> literal();
            default -> throw fault("a quoted string or a literal");
        };
    }

    /** Text in UTF-8, which includes ASCII. */
    String astringText() throws SyntaxFault {
        int from = at;
        return text(astring(), StandardCharsets.UTF_8, from);
    }

    String stringText() throws SyntaxFault {
        int from = at;
        return text(string(), StandardCharsets.UTF_8, from);
    }

    static String text(byte[] string, Charset charset, int from) throws SyntaxFault {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(string))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new SyntaxFault(from, "text in " + charset.name());
        }
    }

    private byte[] quoted() throws SyntaxFault {
        expect('"');
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        while (!isAt('"')) {
            if (take('\\') && !isAt('"') && !isAt('\\')) {
                throw fault("'\"' or '\\' after a backslash");
            }
            int c = peek();
            if (c <= 0 || c == '\r' || c == '\n') {
                throw fault("a closing quote");
            }
            plain.write(c);
            at++;
        }
        at++;
        return plain.toByteArray();
    }

    private byte[] literal() throws SyntaxFault {
        expect('{');
        long size = number64();
        take('+');
        expect('}');
        expect('\r');
        expect('\n');
        if (size > octets.length - at) {
            throw fault("a literal of the size announced");
        }
        byte[] literal = Arrays.copyOfRange(octets, at, at + (int) size);
        for (int i = 0; i < literal.length; i++) {
            if (literal[i] == 0) {
                throw new SyntaxFault(at + i, "no NUL in a literal");
            }
        }
        at += (int) size;
        return literal;
    }

    /** The announcement at the end of the octets of a literal that has not been read. */
    Literal announcement() throws SyntaxFault {
        take('~');
        expect('{');
        long size = Literal.size(run(Octets::isDigit, "a number"));
        Literal.Waiting waiting = take('+') ? Literal.Waiting.FOLLOWS : Literal.Waiting.WAITS;
        expect('}');
        end();
        return new Literal(size, waiting);
    }

    long number() throws SyntaxFault {
        return number(0, MAX_NUMBER);
    }

    long nzNumber() throws SyntaxFault {
        return number(1, MAX_NUMBER);
    }

    long number64() throws SyntaxFault {
        return number(0, Long.MAX_VALUE);
    }

    long number(long least, long most) throws SyntaxFault {
        int from = at;
        String digits = run(Octets::isDigit, "a number");
        try {
            long number = Long.parseLong(digits);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException tooLarge) {
            // More digits than any number of the grammar: the range check below reports it.
        }
        throw new SyntaxFault(from, "a number from " + least + " to " + most);
    }

    /** {@code "(" element *(SP element) ")"}, at least one of them. */
    <T> List<T> list(Element<T> element) throws SyntaxFault {
        expect('(');
        List<T> read = new ArrayList<>();
        read.add(element.read(this));
        while (take(' ')) {
            read.add(element.read(this));
        }
        expect(')');
        return read;
    }

    /** Like {@link #list}, but also accepts {@code "()"}. */
    <T> List<T> listOrNone(Element<T> element) throws SyntaxFault {
        if (at + 1 < octets.length && octets[at] == '(' && octets[at + 1] == ')') {
            at += 2;
            return List.of();
        }
        return list(element);
    }

    MailboxName mailbox(Dialect dialect) throws SyntaxFault {
        int from = at;
        return MailboxName.read(astringText(), dialect).orElseThrow(() -> new SyntaxFault(from, "a mailbox name"));
    }

    /** {@code sequence-set}, including {@code "$"}. */
    MessageSet messages() throws SyntaxFault {
        return take('$') ? new MessageSet.Saved() : numbers();
    }

    private SequenceSet numbers() throws SyntaxFault {
        long[] bounds = new long[8];
        int used = 0;
        do {
            if (used == bounds.length) {
                bounds = Arrays.copyOf(bounds, used * 2);
            }
            bounds[used] = seqNumber();
            bounds[used + 1] = take(':') ? seqNumber() : bounds[used];
            used += 2;
        } while (take(','));
        return SequenceSet.ofBounds(Arrays.copyOf(bounds, used));
    }

    private long seqNumber() throws SyntaxFault {
        return take('*') ? SequenceSet.LARGEST : nzNumber();
    }

    /** A flag that a client may set, which excludes {@code \Recent} and unknown flags that begin with a backslash. */
    Flag flag() throws SyntaxFault {
        int from = at;
        String name = (take('\\') ? "\\" : "") + atom();
        if (name.length() > Flag.MAX_KEYWORD_OCTETS) {
            throw new SyntaxFault(from, "a keyword of at most " + Flag.MAX_KEYWORD_OCTETS + " octets");
        }
        Flag flag = new Flag(name);
        if (flag.isSystem() && !Flag.SYSTEM.contains(flag)) {
            throw new SyntaxFault(from, "a flag that can be set");
        }
        return flag;
    }

    private static int upper(byte c) {
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    }
}
