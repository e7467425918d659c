package dev.posthaste.imap.wire;

import java.util.List;

/** A data item that FETCH returns for each message (RFC 9051 section 6.4.5). */
public sealed interface FetchItem {

    /** Items without parameters. */
    enum Attribute implements FetchItem {
        /** Body structure without extension data. */
        BODY,
        /** Body structure with extension data. */
        BODYSTRUCTURE,
        /** The envelope. */
        ENVELOPE,
        /** The flags. */
        FLAGS,
        /** The internal date. */
        INTERNALDATE,
        /** The size in octets. */
        RFC822_SIZE,
        /** The UID. */
        UID
    }

    /** Obsolete names of sections (RFC 3501 section 6.4.5). */
    enum Legacy implements FetchItem {
        /** Obsolete name of {@code BODY[]}. */
        RFC822,
        /** Obsolete name of {@code BODY.PEEK[HEADER]}. */
        RFC822_HEADER,
        /** Obsolete name of {@code BODY[TEXT]}. */
        RFC822_TEXT
    }

    /** {@code BODY[section]<partial>} or {@code BODY.PEEK…}. */
    record Body(Section section, Partial partial, Seen seen) implements FetchItem {}

    /** {@code BINARY[part]<partial>} or {@code BINARY.PEEK…}: the content with its transfer encoding removed. */
    record Binary(List<Integer> part, Partial partial, Seen seen) implements FetchItem {
        /** Copies the list. */
        public Binary {
            part = List.copyOf(part);
        }
    }

    /** {@code BINARY.SIZE[part]}: the size in octets with the transfer encoding removed. */
    record BinarySize(List<Integer> part) implements FetchItem {
        /** Copies the list. */
        public BinarySize {
            part = List.copyOf(part);
        }
    }

    /** Whether fetching sets {@code \Seen}. */
    enum Seen {
        /** {@code \Seen} is set. */
        MARK,
        /** {@code .PEEK}: flags do not change. */
        PEEK
    }
}
