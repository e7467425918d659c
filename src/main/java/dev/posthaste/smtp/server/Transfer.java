package dev.posthaste.smtp.server;

import dev.posthaste.smtp.wire.DotReader;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * One message on its way from the line to intake, a chunk at a time. What intake is not to keep is read to its end
 * all the same, up to a limit: only there can the client be told (RFC 5321 section 4.2.5).
 */
final class Transfer {

    /** How much beyond the greatest size is read in search of the end. */
    static final long MAX_DISCARDED_OCTETS = 64L * 1024 * 1024;

    /** Postfix's {@code smtpd_min_data_rate}. */
    static final long LEAST_OCTETS_PER_SECOND = 500;

    private static final long MILLIS_PER_SECOND = 1_000;

    private static final byte[] NOTHING = {};

    /** Before the first message. */
    static final Transfer NONE = new Transfer(new NoMessage(), 0, 0, Fate.HANDED_OVER);

    /** Where the octets go. */
    interface Sink {
        /** Takes the next octets, which may be reused when the answer has come. */
        Uni<Void> write(byte[] octets, int offset, int length);

        /** There are no more: what became of them. */
        Uni<Content> finish();

        /** Nothing is kept. */
        Uni<Void> abort();
    }

    /** How far the client has come. */
    enum Progress {
        /** The end is still to come. */
        MORE,
        /** The end has been read. */
        ENDED,
        /** There will be no end within any limit. */
        ENDLESS
    }

    private enum Fate {
        /** It goes to intake. */
        KEPT,
        /** Intake was told to forget it. */
        DROPPED,
        /** Intake failed. */
        LOST,
        /** Intake was asked for its result, and nothing is left to do. */
        HANDED_OVER
    }

    private final Sink sink;
    private final long maxOctets;
    private final long startedMillis;
    private final DotReader dots = new DotReader();
    private Fate fate;

    private byte[] content = NOTHING;
    private int length;

    Transfer(Sink sink, long maxOctets, long startedMillis) {
        this(sink, maxOctets, startedMillis, Fate.KEPT);
    }

    private Transfer(Sink sink, long maxOctets, long startedMillis, Fate fate) {
        this.fate = fate;
        this.sink = sink;
        this.maxOctets = maxOctets;
        this.startedMillis = startedMillis;
    }

    /**
     * Until when the end must have come, in milliseconds of the epoch: {@code patience} after the client was told to go
     * ahead, and later with each octet that has come, so that a large message on a slow line arrives and one that drips does
     * not.
     */
    long deadlineMillis(Duration patience) {
        return startedMillis + patience.toMillis() + octets() * MILLIS_PER_SECOND / LEAST_OCTETS_PER_SECOND;
    }

    /** Octets of the message so far. */
    long octets() {
        return dots.octets();
    }

    /** Reads from a chunk; gives the index after what was read. */
    int read(byte[] chunk, int from, int to) {
        length = 0;
        // one octet more, since a CR may have been held back
        if (content.length <= to - from) {
            content = new byte[to - from + 1];
        }
        return dots.read(chunk, from, to, this::collect);
    }

    Progress progress() {
        if (dots.ended()) {
            return Progress.ENDED;
        }
        return dots.octets() > maxOctets + MAX_DISCARDED_OCTETS ? Progress.ENDLESS : Progress.MORE;
    }

    /** Hands what was read to intake. */
    Uni<Void> write() {
        if (fate == Fate.KEPT && dots.lineEnds() == DotReader.LineEnds.BARE) {
            return drop();
        }
        return fate == Fate.KEPT && length > 0
                ? sink.write(content, 0, length)
                : Uni.createFrom().voidItem();
    }

    /** Asks for the result, after {@link #write}. */
    Uni<Content> finish() {
        return switch (fate) {
            case KEPT -> {
                fate = Fate.HANDED_OVER;
                yield sink.finish();
            }
            case DROPPED -> Uni.createFrom().item(new Content.BareLineBreaks());
            case LOST -> Uni.createFrom().item(new Content.Unavailable());
            case HANDED_OVER -> throw new IllegalStateException("asked twice");
        };
    }

    /** Intake did not take what was written: the client is told so after the end of its data. */
    void lose() {
        fate = Fate.LOST;
    }

    /** Forgets the message, unless its fate is out of our hands. */
    Uni<Void> abandon() {
        return switch (fate) {
            case KEPT, LOST -> drop();
            case DROPPED, HANDED_OVER -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> drop() {
        fate = Fate.DROPPED;
        return sink.abort();
    }

    private void collect(byte[] octets, int from, int to) {
        System.arraycopy(octets, from, content, length, to - from);
        length += to - from;
    }

    private static final class NoMessage implements Sink {
        @Override
        public Uni<Void> write(byte[] octets, int offset, int length) {
            throw new IllegalStateException("no message is being received");
        }

        @Override
        public Uni<Content> finish() {
            throw new IllegalStateException("no message is being received");
        }

        @Override
        public Uni<Void> abort() {
            return Uni.createFrom().voidItem();
        }
    }
}
