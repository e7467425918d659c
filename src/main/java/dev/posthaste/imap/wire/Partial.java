package dev.posthaste.imap.wire;

/** Which octets of a section are wanted. */
public sealed interface Partial {

    /** All of them. */
    record Whole() implements Partial {
        @Override
        public String toString() {
            return "";
        }
    }

    /**
     * {@code <offset.count>}: at most {@code count} from {@code offset} on.
     *
     * <pre>
     * partial = "&lt;" number64 "." nz-number64 "&gt;"       ; RFC 9051 section 9
     * </pre>
     */
    record Range(long offset, long count) implements Partial {
        /** As the answer says it: the origin alone. */
        @Override
        public String toString() {
            return "<" + offset + ">";
        }
    }
}
