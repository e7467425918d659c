package dev.posthaste.imap.wire;

/** The requested octets of a section. */
public sealed interface Partial {

    /** All octets. */
    record Whole() implements Partial {
        @Override
        public String toString() {
            return "";
        }
    }

    /**
     * {@code <offset.count>}: at most {@code count} octets from {@code offset} on.
     *
     * <pre>
     * partial = "&lt;" number64 "." nz-number64 "&gt;"       ; RFC 9051 section 9
     * </pre>
     */
    record Range(long offset, long count) implements Partial {
        /** The form used in the response: only the offset. */
        @Override
        public String toString() {
            return "<" + offset + ">";
        }
    }
}
