package dev.posthaste.imap.wire;

import java.nio.ByteBuffer;

/** The result of {@link Fragmenter#next}. */
public sealed interface Fragment {

    /** All octets are consumed and nothing is complete. */
    record Incomplete() implements Fragment {}

    /**
     * A complete command, or the rest of a command after a streamed literal: the octets as received, with gathered
     * literals in place, without the final CRLF.
     */
    record Line(ByteBuffer octets) implements Fragment {}

    /**
     * A literal is announced; its octets have not been read. {@code head} is the command up to and including the
     * announcement. Call {@link Fragmenter#gather}, {@link Fragmenter#stream} or {@link Fragmenter#refuse} next.
     */
    record Announced(ByteBuffer head, Literal literal) implements Fragment {}

    /** Octets of a streamed literal. */
    record Octets(ByteBuffer octets) implements Fragment {}

    /** The streamed literal is complete. */
    record End() implements Fragment {}

    /** A command that exceeds a limit and was skipped; the next octet begins a command. */
    record Unfit(ByteBuffer head, Reason reason) implements Fragment {}

    /**
     * More had to be skipped than the limit allows, or an announced literal is too large to skip: close the connection.
     */
    record Hopeless(ByteBuffer head, Reason reason) implements Fragment {}

    /** Why a command is unusable. */
    enum Reason {
        /** The line has more octets than {@link Fragmenter.Limits#line}. */
        LINE_TOO_LONG,
        /** A line ends with a bare LF (RFC 9051 section 2.2 requires CRLF). */
        BARE_LF,
        /** A literal, the total of literals or their number exceeds a limit. */
        LITERAL_TOO_LARGE
    }
}
