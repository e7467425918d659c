package dev.posthaste.imap.wire;

import java.nio.ByteBuffer;

/** What the {@link Fragmenter} found in the octets it was given. */
public sealed interface Fragment {

    /** All octets are taken and nothing is complete. */
    record Incomplete() implements Fragment {}

    /**
     * A whole command, or what follows a streamed literal: the octets as they came, gathered literals in their places,
     * without the CRLF at the end.
     */
    record Line(ByteBuffer octets) implements Fragment {}

    /**
     * A literal is announced; its octets have not been read. {@code head} is the command so far, which ends with the
     * announcement. Answer with {@link Fragmenter#gather}, {@link Fragmenter#stream} or {@link Fragmenter#refuse}.
     */
    record Announced(ByteBuffer head, Literal literal) implements Fragment {}

    /** Octets of a streamed literal. */
    record Octets(ByteBuffer octets) implements Fragment {}

    /** The streamed literal is complete. */
    record End() implements Fragment {}

    /** A command that was not fit to be kept; it has been left out, and the next octet begins a command. */
    record Unfit(ByteBuffer head, Reason reason) implements Fragment {}

    /** More had to be left out than is bearable, or a literal too large to leave out is under way: hang up. */
    record Hopeless(ByteBuffer head, Reason reason) implements Fragment {}

    /** Why a command is not fit. */
    enum Reason {
        /** More octets than {@link Fragmenter.Limits#line} before the end of the line. */
        LINE_TOO_LONG,
        /** A line that ends with LF alone (RFC 9051 section 2.2: lines end with CRLF). */
        BARE_LF,
        /** A literal larger than allowed, or literals that are too large together, or too many. */
        LITERAL_TOO_LARGE
    }
}
