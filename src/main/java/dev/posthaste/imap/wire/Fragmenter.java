package dev.posthaste.imap.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splits the octets of a connection into commands without interpreting them: finds the end of a line, and the size of a
 * literal that is announced there. The caller decides whether to gather the literal into the command, to stream it, or
 * to refuse it. Buffers no more than the {@link Limits} allow.
 *
 * <p>Stateful; for one thread at a time.
 */
public final class Fragmenter {

    /**
     * Limits for one command.
     *
     * @param line octets of one line; RFC 7162 section 4 requires at least 8192
     * @param command octets of a command with its gathered literals
     * @param literals number of literals of a command
     * @param discarded octets of an unusable command that are skipped before the connection is closed
     */
    public record Limits(int line, int command, int literals, long discarded) {

        /** Before login: enough for a user name and a password. */
        public static final Limits STRANGER = new Limits(8192, 8192, 8, 1 << 20);

        /** After login: clients send long sets of UIDs, and a refused message may be large. */
        public static final Limits KNOWN = new Limits(65_536, 262_144, 256, 64 << 20);
    }

    /** Initial size of the buffer, enough for most commands. */
    private static final int FIRST_OCTETS = 256;

    /** Maximum size of a buffer kept between two commands, because thousands of connections are idle. */
    private static final int IDLE_OCTETS = 4096;

    /** Octets kept of the end of a skipped line, enough for the announcement of a literal. */
    private static final int TAIL_KEPT = 64;

    /** Octets kept of the beginning of a skipped command, enough for its tag. */
    private static final int HEAD_KEPT = 256;

    private enum Mode {
        LINE,
        ASKED,
        GATHER,
        STREAM,
        STREAM_ENDED,
        SKIP_LINE,
        SKIP_LITERAL,
        HOPELESS
    }

    private Limits limits;
    private Mode mode = Mode.LINE;
    private byte[] held = new byte[FIRST_OCTETS];
    private int used;
    private int lineStart;
    private int tailStart;
    private int literals;
    private Literal announced = new Literal(0, Literal.Waiting.WAITS);
    private long literalLeft;
    private long discarded;
    private Fragment.Reason unfit = Fragment.Reason.LINE_TOO_LONG;

    /** A fragmenter at the beginning of a command. */
    public Fragmenter(Limits limits) {
        this.limits = limits;
    }

    /** Changes the limits from the next octet on. */
    public void limit(Limits changed) {
        this.limits = changed;
    }

    /** Consumes octets up to the next event. */
    public Fragment next(ByteBuffer input) {
        Fragment found = step(input);
        while (found instanceof Fragment.Incomplete && input.hasRemaining()) {
            found = step(input);
        }
        return found;
    }

    private Fragment step(ByteBuffer input) {
        return switch (mode) {
            case LINE -> line(input);
            case GATHER -> gathered(input);
            case STREAM -> streamed(input);
            case STREAM_ENDED -> streamEnded();
            case SKIP_LINE -> skipLine(input);
            case SKIP_LITERAL -> skipLiteral(input);
            case HOPELESS -> new Fragment.Hopeless(head(), unfit);
            case ASKED -> throw new IllegalStateException("a literal is announced: gather, stream or refuse it");
        };
    }

    /** Gathers the announced literal into the command if the limits allow it; otherwise acts like {@link #refuse}. */
    public Gathering gather() {
        requireAsked();
        if (++literals > limits.literals() || announced.size() > limits.command() - used - 2) {
            return refuse(Fragment.Reason.LITERAL_TOO_LARGE);
        }
        append('\r');
        append('\n');
        literalLeft = announced.size();
        mode = Mode.GATHER;
        return Gathering.GOES_ON;
    }

    /** Streams the announced literal as {@link Fragment.Octets}; the command so far is discarded. */
    public void stream() {
        requireAsked();
        literalLeft = announced.size();
        forget();
        mode = literalLeft == 0 ? Mode.STREAM_ENDED : Mode.STREAM;
    }

    /**
     * Refuses the announced literal. A client that waits will send its next command; the octets that another client
     * sends for this command are skipped, up to the limit.
     */
    public Gathering refuse() {
        requireAsked();
        return refuse(Fragment.Reason.LITERAL_TOO_LARGE);
    }

    /** What happens to an announced literal. */
    public enum Gathering {
        /** The literal is being read. */
        GOES_ON,
        /** The command has ended; answer it now. The client waits, and its next octet begins a command. */
        REFUSED,
        /** The command has ended; answer it on {@link Fragment.Unfit} or {@link Fragment.Hopeless}. */
        LEFT_OUT
    }

    private Gathering refuse(Fragment.Reason reason) {
        unfit = reason;
        if (announced.waiting() == Literal.Waiting.WAITS) {
            forget();
            mode = Mode.LINE;
            return Gathering.REFUSED;
        }
        literalLeft = announced.size();
        mode = announced.size() > limits.discarded() - discarded ? Mode.HOPELESS : Mode.SKIP_LITERAL;
        return Gathering.LEFT_OUT;
    }

    private Fragment line(ByteBuffer input) {
        while (input.hasRemaining()) {
            byte octet = input.get();
            if (octet == '\n') {
                return endOfLine();
            }
            if (used - lineStart >= limits.line() || used >= limits.command()) {
                unfit = Fragment.Reason.LINE_TOO_LONG;
                mode = Mode.SKIP_LINE;
                tailStart = used;
                input.position(input.position() - 1);
                return new Fragment.Incomplete();
            }
            append(octet);
        }
        return new Fragment.Incomplete();
    }

    private Fragment endOfLine() {
        if (used == lineStart || held[used - 1] != '\r') {
            Fragment bare = new Fragment.Unfit(head(), Fragment.Reason.BARE_LF);
            forget();
            return bare;
        }
        used--;
        if (announcesLiteral()) {
            mode = Mode.ASKED;
            return new Fragment.Announced(copy(used), announced);
        }
        Fragment line = new Fragment.Line(copy(used));
        forget();
        return line;
    }

    private boolean announcesLiteral() {
        int at = used - 1;
        if (at < lineStart || held[at] != '}') {
            return false;
        }
        at--;
        Literal.Waiting waiting = Literal.Waiting.WAITS;
        if (at >= lineStart && held[at] == '+') {
            waiting = Literal.Waiting.FOLLOWS;
            at--;
        }
        int digits = at;
        while (at >= lineStart && Octets.isDigit(held[at])) {
            at--;
        }
        if (at == digits || at < lineStart || held[at] != '{') {
            return false;
        }
        announced =
                new Literal(Literal.size(new String(held, at + 1, digits - at, StandardCharsets.US_ASCII)), waiting);
        return true;
    }

    private Fragment gathered(ByteBuffer input) {
        int take = (int) Math.min(literalLeft, input.remaining());
        reserve(take);
        input.get(held, used, take);
        used += take;
        literalLeft -= take;
        if (literalLeft == 0) {
            lineStart = used;
            mode = Mode.LINE;
        }
        return new Fragment.Incomplete();
    }

    private Fragment streamed(ByteBuffer input) {
        if (!input.hasRemaining()) {
            return new Fragment.Incomplete();
        }
        byte[] octets = new byte[(int) Math.min(literalLeft, input.remaining())];
        input.get(octets);
        literalLeft -= octets.length;
        mode = literalLeft == 0 ? Mode.STREAM_ENDED : Mode.STREAM;
        return new Fragment.Octets(ByteBuffer.wrap(octets));
    }

    private Fragment streamEnded() {
        mode = Mode.LINE;
        return new Fragment.End();
    }

    private Fragment skipLine(ByteBuffer input) {
        while (input.hasRemaining()) {
            byte octet = input.get();
            if (++discarded > limits.discarded()) {
                mode = Mode.HOPELESS;
                return new Fragment.Hopeless(head(), unfit);
            }
            if (octet == '\n') {
                return endOfUnfitLine();
            }
            keepTail(octet);
        }
        return new Fragment.Incomplete();
    }

    // The end of a skipped line may announce a literal that follows without waiting; it belongs to the same command.
    private Fragment endOfUnfitLine() {
        if (used > lineStart && held[used - 1] == '\r') {
            used--;
        }
        if (announcesLiteral() && announced.waiting() == Literal.Waiting.FOLLOWS) {
            literalLeft = announced.size();
            mode = literalLeft > limits.discarded() - discarded ? Mode.HOPELESS : Mode.SKIP_LITERAL;
            return mode == Mode.HOPELESS ? new Fragment.Hopeless(head(), unfit) : new Fragment.Incomplete();
        }
        Fragment left = new Fragment.Unfit(head(), unfit);
        forget();
        mode = Mode.LINE;
        return left;
    }

    private Fragment skipLiteral(ByteBuffer input) {
        int take = (int) Math.min(literalLeft, input.remaining());
        input.position(input.position() + take);
        literalLeft -= take;
        discarded += take;
        if (literalLeft == 0) {
            used = Math.min(used, HEAD_KEPT);
            lineStart = used;
            tailStart = used;
            mode = Mode.SKIP_LINE;
        }
        return new Fragment.Incomplete();
    }

    /** Keeps the head of a skipped line for its tag, and its last octets for an announcement. */
    private void keepTail(byte octet) {
        if (used - tailStart >= TAIL_KEPT) {
            System.arraycopy(held, used - TAIL_KEPT + 1, held, used - TAIL_KEPT, TAIL_KEPT - 1);
            held[used - 1] = octet;
        } else {
            append(octet);
        }
    }

    private ByteBuffer head() {
        return copy(Math.min(used, HEAD_KEPT));
    }

    private ByteBuffer copy(int length) {
        return ByteBuffer.wrap(Arrays.copyOf(held, length));
    }

    private void forget() {
        used = 0;
        lineStart = 0;
        literals = 0;
        discarded = 0;
        if (held.length > IDLE_OCTETS) {
            held = new byte[FIRST_OCTETS];
        }
    }

    private void append(int octet) {
        reserve(1);
        held[used++] = (byte) octet;
    }

    private void reserve(int more) {
        if (used + more > held.length) {
            held = Arrays.copyOf(held, Math.max(used + more, held.length * 2));
        }
    }

    private void requireAsked() {
        if (mode != Mode.ASKED) {
            throw new IllegalStateException("no literal is announced");
        }
    }
}
