package dev.posthaste.imap.wire;

import java.util.List;

/** One thing that FETCH is to tell of each message (RFC 9051 section 6.4.5). */
public sealed interface FetchItem {

    /** What has a name and nothing more to say. */
    enum Attribute implements FetchItem {
        /** Body structure without extension data. */
        BODY,
        /** Body structure with extension data. */
        BODYSTRUCTURE,
        /** The envelope. */
        ENVELOPE,
        /** Its flags. */
        FLAGS,
        /** When it came. */
        INTERNALDATE,
        /** Its size in octets. */
        RFC822_SIZE,
        /** Its UID. */
        UID
    }

    /** Sections under the names they had before IMAP4 (RFC 3501 section 6.4.5). */
    enum Legacy implements FetchItem {
        /** {@code BODY[]} under its old name. */
        RFC822,
        /** {@code BODY.PEEK[HEADER]} under its old name. */
        RFC822_HEADER,
        /** {@code BODY[TEXT]} under its old name. */
        RFC822_TEXT
    }

    /** {@code BODY[section]<partial>} or {@code BODY.PEEK…}. */
    record Body(Section section, Partial partial, Seen seen) implements FetchItem {}

    /** {@code BINARY[part]<partial>} or {@code BINARY.PEEK…}: without its transfer encoding. */
    record Binary(List<Integer> part, Partial partial, Seen seen) implements FetchItem {
        /** Keeps a copy. */
        public Binary {
            part = List.copyOf(part);
        }
    }

    /** {@code BINARY.SIZE[part]}: octets without transfer encoding. */
    record BinarySize(List<Integer> part) implements FetchItem {
        /** Keeps a copy. */
        public BinarySize {
            part = List.copyOf(part);
        }
    }

    /** Whether looking makes the message read. */
    enum Seen {
        /** {@code \Seen} is set. */
        MARK,
        /** {@code .PEEK}: no flag changes. */
        PEEK
    }
}
