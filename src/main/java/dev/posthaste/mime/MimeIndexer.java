package dev.posthaste.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the structure of a message in a single pass over its octets.
 *
 * <pre>
 * message   = header [empty-line body]
 * header    = *(line)                                       ; RFC 5322 section 2.1: up to the first empty line
 * multipart = [preamble] 1*(delimiter header [empty-line body]) [close-delimiter epilogue]
 * delimiter = line-start "--" boundary *WSP line-end        ; RFC 2046 section 5.1.1
 * close-delimiter = line-start "--" boundary "--" *(any) line-end
 * line-end  = [CR] LF
 * </pre>
 *
 * <p>Pass pieces of any size to {@link #feed}, then call {@link #finish}. Memory is limited to the known header fields,
 * some text and one line, whatever the size of the message; time is linear, and no input causes an exception. A bare LF
 * ends a line, a bare CR does not; both stay unchanged in the message. If a line matches several open boundaries, the
 * longest wins, and of equal ones the innermost. Not thread-safe.
 */
public final class MimeIndexer {

    /**
     * Maximum nesting, in which a nested message counts twice. Deeper parts are opaque. The limit is ours; real
     * messages stay below ten.
     */
    public static final int MAX_DEPTH = 32;

    /** Maximum number of parts. Further parts are opaque content of the enclosing multipart. The limit is ours. */
    public static final int MAX_PARTS = 1_000;

    /** Maximum octets kept of a message's known header fields. The limit is ours. */
    public static final int MAX_HEADER_OCTETS = 256 * 1024;

    /** Maximum octets kept of a nested header's known fields. The limit is ours. */
    public static final int MAX_PART_HEADER_OCTETS = 64 * 1024;

    /**
     * Maximum octets kept of all known header fields together, which bounds a message of a thousand parts. The limit is
     * ours.
     */
    public static final int MAX_ALL_HEADER_OCTETS = 1024 * 1024;

    /** Maximum octets kept of one field, about three thousand recipients. The limit is ours. */
    public static final int MAX_FIELD_OCTETS = 128 * 1024;

    /**
     * Maximum length of a boundary. RFC 2046 section 5.1.1 allows 70; this accepts whatever fits on a line (RFC 5322
     * section 2.1.1).
     */
    public static final int MAX_BOUNDARY = 994;

    /** Maximum octets of encoded text decoded of a message. The limit is ours. */
    public static final int MAX_TEXT_OCTETS = 256 * 1024;

    /** Maximum octets of encoded text decoded of one part. The limit is ours. */
    public static final int MAX_TEXT_OCTETS_PER_PART = 128 * 1024;

    /** Maximum characters of a preview, enough for a message list. */
    public static final int MAX_PREVIEW = 200;

    /** Maximum characters of the search text. The limit is ours. */
    public static final int MAX_SEARCH_TEXT = 32 * 1024;

    /** Maximum characters of the search text for subject, people and file names. The limit is ours. */
    static final int MAX_SEARCH_PEOPLE = 16 * 1024;

    /** Octets of a line that identify a delimiter: hyphens, a boundary, hyphens. */
    private static final int MAX_DELIMITER = 2 + MAX_BOUNDARY + 2;

    private enum Line {
        /** No octet has arrived. */
        BEGINS,
        /** Content of the innermost part. */
        CONTENT,
        /** Possibly a delimiter; its octets are buffered. */
        UNDECIDED,
        /** A delimiter before a part. */
        DELIMITER,
        /** A closing delimiter. */
        CLOSE_DELIMITER
    }

    private final List<OpenPart> open = new ArrayList<>();
    private final KeptHeader header = new KeptHeader();
    private final OctetBuffer undecided = new OctetBuffer();
    private final TextCollector collector = new TextCollector();

    private OpenPart innermost = new OpenPart(0, true, ContentType.TEXT_PLAIN);
    private int boundaries;
    private int messages = 1;
    private int parts;
    private int headerOctetsLeft = MAX_ALL_HEADER_OCTETS;

    private Line line = Line.BEGINS;
    private long position;
    private long lineStart;
    private int lineEndBefore;
    private byte last;
    private long lines;

    /** Set once the root is closed. */
    private @Nullable MimeIndex finished;

    /** An indexer for one message. */
    public MimeIndexer() {
        open.add(innermost);
        header.begin(MAX_HEADER_OCTETS);
    }

    /** Indexes a message in memory. */
    public static Indexed index(byte[] message) {
        MimeIndexer indexer = new MimeIndexer();
        indexer.feed(message, 0, message.length);
        return indexer.finish();
    }

    /** Processes the next octets of the message; does not keep them. */
    public void feed(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int next = at;
            while (next < end && buffer[next] != '\n') {
                next++;
            }
            boolean complete = next < end;
            next = complete ? next + 1 : end;
            piece(buffer, at, next, complete);
            at = next;
        }
    }

    /** Ends the message. Call once. */
    public Indexed finish() {
        if (line == Line.UNDECIDED) {
            decide();
        }
        lineStart = position;
        close(0, position, lines);
        return new Indexed(
                Objects.requireNonNull(finished), collector.preview(), collector.searchText(), collector.coverage());
    }

    /** Processes a line or a part of one. */
    private void piece(byte[] buffer, int from, int to, boolean complete) {
        switch (line) {
            case BEGINS -> {
                if (boundaries > 0 && buffer[from] == '-' && (to - from == 1 || buffer[from + 1] == '-')) {
                    line = Line.UNDECIDED;
                    mayDelimit(buffer, from, to, complete);
                } else {
                    line = Line.CONTENT;
                    lineBegins(buffer, from, to);
                }
            }
            case UNDECIDED -> mayDelimit(buffer, from, to, complete);
            case CONTENT -> lineGoesOn(buffer, from, to);
            case DELIMITER, CLOSE_DELIMITER -> {}
        }
        byte beforeLast = to - from > 1 ? buffer[to - 2] : last;
        last = buffer[to - 1];
        position += to - from;
        if (complete) {
            endLine(beforeLast);
        }
    }

    private void endLine(byte beforeLast) {
        lines++;
        long length = position - lineStart;
        lineEndBefore = beforeLast == '\r' && length > 1 ? 2 : 1;
        lineStart = position;
        if (line == Line.DELIMITER) {
            beginPart();
        } else if (innermost.reading == OpenPart.Reading.HEADER && line == Line.CONTENT && length == lineEndBefore) {
            endHeader();
        }
        line = Line.BEGINS;
    }

    private void lineBegins(byte[] buffer, int from, int to) {
        if (innermost.reading == OpenPart.Reading.HEADER) {
            header.lineStart(buffer, from, to);
        } else if (innermost.collected) {
            collector.octets(buffer, from, to);
        }
    }

    private void lineGoesOn(byte[] buffer, int from, int to) {
        if (innermost.reading == OpenPart.Reading.HEADER) {
            header.more(buffer, from, to);
        } else if (innermost.collected) {
            collector.octets(buffer, from, to);
        }
    }

    /** Buffers a line until it is certain whether it is a delimiter. */
    private void mayDelimit(byte[] buffer, int from, int to, boolean complete) {
        int taken = Math.min(to - from, MAX_DELIMITER + 2 - undecided.size());
        undecided.append(buffer, from, from + taken);
        if (undecided.size() < MAX_DELIMITER + 2 && !complete) {
            return;
        }
        decide();
        if (line == Line.CONTENT && from + taken < to) {
            lineGoesOn(buffer, from + taken, to);
        }
    }

    private void decide() {
        byte[] octets = undecided.array();
        int size = undecided.size();
        int delimited = delimited(octets, size);
        if (delimited < 0) {
            line = Line.CONTENT;
            lineBegins(octets, 0, size);
        } else {
            OpenPart multipart = open.get(delimited);
            int after = 2 + Objects.requireNonNull(multipart.boundary).length;
            boolean closes = size >= after + 2 && octets[after] == '-' && octets[after + 1] == '-';
            close(delimited + 1, Math.max(0, lineStart - lineEndBefore), lines - 1);
            line = closes ? Line.CLOSE_DELIMITER : Line.DELIMITER;
            if (closes || parts >= MAX_PARTS) {
                line = Line.CLOSE_DELIMITER;
                multipart.boundary = null;
                boundaries--;
            }
        }
        undecided.cutTo(0);
    }

    /** The index of the open multipart that the line delimits, or -1. */
    private int delimited(byte[] octets, int size) {
        int best = -1;
        int bestLength = -1;
        for (int i = open.size() - 1; i >= 0; i--) {
            byte[] boundary = open.get(i).boundary;
            if (boundary != null && boundary.length > bestLength && delimits(boundary, octets, size)) {
                best = i;
                bestLength = boundary.length;
            }
        }
        return best;
    }

    private static boolean delimits(byte[] boundary, byte[] octets, int size) {
        int after = 2 + boundary.length;
        if (size < after || octets[1] != '-' || !Arrays.equals(octets, 2, after, boundary, 0, boundary.length)) {
            return false;
        }
        if (size == after || (octets[after] <= ' ' && octets[after] >= 0)) {
            return true;
        }
        return size >= after + 2 && octets[after] == '-' && octets[after + 1] == '-';
    }

    private void beginPart() {
        parts++;
        boolean digest = innermost.fields.type().is("multipart", "digest");
        begin(new OpenPart(position, false, digest ? ContentType.MESSAGE_RFC822 : ContentType.TEXT_PLAIN));
        header.begin(Math.min(MAX_PART_HEADER_OCTETS, headerOctetsLeft));
    }

    private void begin(OpenPart part) {
        open.add(part);
        innermost = part;
    }

    /** Ends the header of the innermost part: its body begins at the current line. */
    private void endHeader() {
        OpenPart part = innermost;
        header.end();
        headerOctetsLeft -= header.size();
        part.bodyOffset = lineStart;
        part.linesBeforeBody = lines;
        part.fields = header.contentFields(part.defaultType);
        if (part.message) {
            part.envelope = header.envelope();
            if (messages == 1) {
                collector.envelope(part.envelope);
            }
        }
        collector.filename(part.fields);
        ContentType type = part.fields.type();
        if (type.isMultipart() && open.size() < MAX_DEPTH && beginMultipart(part)) {
            part.reading = OpenPart.Reading.BETWEEN_PARTS;
        } else if (type.isMessage() && open.size() < MAX_DEPTH) {
            part.reading = OpenPart.Reading.MESSAGE;
            messages++;
            begin(new OpenPart(lineStart, true, ContentType.TEXT_PLAIN));
            header.begin(Math.min(MAX_PART_HEADER_OCTETS, headerOctetsLeft));
        } else {
            part.reading = OpenPart.Reading.OPAQUE;
            part.collected = collector.begin(part.fields, messages);
        }
    }

    private boolean beginMultipart(OpenPart part) {
        Parameters parameters = part.fields.type().parameters();
        String boundary = parameters
                .plain("boundary")
                .or(() -> parameters.get("boundary"))
                .orElse("");
        byte[] octets = boundary.getBytes(StandardCharsets.UTF_8);
        if (octets.length == 0 || octets.length > MAX_BOUNDARY) {
            return false;
        }
        part.boundary = octets;
        boundaries++;
        return true;
    }

    /** Closes the innermost parts until {@code remaining} are open; their bodies end here. */
    private void close(int remaining, long end, long linesBeforeEnd) {
        while (open.size() > remaining) {
            OpenPart part = innermost;
            if (part.reading == OpenPart.Reading.HEADER) {
                endHeader();
                continue;
            }
            if (part.collected) {
                collector.end();
            }
            if (part.boundary != null) {
                boundaries--;
            }
            open.removeLast();
            hand(part, part.closed(end, linesBeforeEnd));
        }
    }

    /** Adds a closed part to the enclosing one. */
    private void hand(OpenPart part, Part closed) {
        MimeIndex message = new MimeIndex(part.envelope, closed);
        if (open.isEmpty()) {
            finished = message;
            return;
        }
        innermost = open.getLast();
        innermost.partsEnd = closed.body().end();
        if (part.message) {
            innermost.inner = message;
            messages--;
        } else {
            innermost.parts.add(closed);
        }
    }
}
