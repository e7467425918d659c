package dev.posthaste.mime;

import java.util.Locale;

/**
 * Collects the preview and the search text while the parts of a message are read. Collects one part at a time, and of
 * each only as many octets as can be used.
 */
final class TextCollector {

    /** Suitability of a part for the preview, worst first. */
    private enum Rank {
        NONE,
        /** An attachment, or part of a nested message. */
        DISTANT,
        /** Other text, such as calendars and contacts. */
        OTHER,
        HTML,
        PLAIN
    }

    private final TextSink people = new TextSink(MimeIndexer.MAX_SEARCH_PEOPLE);
    private final TextSink words = new TextSink(MimeIndexer.MAX_SEARCH_TEXT);
    private final OctetBuffer octets = new OctetBuffer();
    private String preview = "";
    private Rank previewRank = Rank.NONE;
    private int octetsLeft = MimeIndexer.MAX_TEXT_OCTETS;
    private Indexed.Coverage coverage = Indexed.Coverage.WHOLE;

    private ContentFields fields = ContentFields.EMPTY;
    private Rank rank = Rank.NONE;

    void envelope(Envelope envelope) {
        people.append(envelope.decodedSubject());
        addresses(envelope.from());
        addresses(envelope.to());
        addresses(envelope.cc());
    }

    private void addresses(AddressList list) {
        for (Address entry : list.entries()) {
            switch (entry) {
                case Mailbox mailbox -> mailbox(mailbox);
                case Address.Group group -> {
                    people.divide();
                    people.append(EncodedWords.decode(group.name()));
                    group.members().forEach(this::mailbox);
                }
            }
        }
    }

    private void mailbox(Mailbox mailbox) {
        people.divide();
        people.append(mailbox.decodedName());
        people.divide();
        people.append(mailbox.spec());
    }

    /** Adds a part's file name; the disposition's if it is given twice. */
    void filename(ContentFields part) {
        if (part.disposition().parameters().written().isEmpty()
                && part.type().parameters().written().isEmpty()) {
            return;
        }
        String name = part.disposition()
                .parameters()
                .get("filename")
                .or(() -> part.type().parameters().get("name"))
                .orElse("");
        people.divide();
        people.append(name);
    }

    /** Begins a part; returns whether its octets are needed. */
    boolean begin(ContentFields part, int messages) {
        fields = part;
        rank = rank(part, messages);
        octets.cutTo(0);
        boolean wanted = rank != Rank.NONE && octetsLeft > 0 && (!words.isFull() || rank.compareTo(previewRank) > 0);
        if (rank != Rank.NONE && !wanted) {
            coverage = Indexed.Coverage.CUT;
        }
        return wanted;
    }

    private static Rank rank(ContentFields part, int messages) {
        if (!part.type().isText()) {
            return Rank.NONE;
        }
        if (messages > 1 || part.disposition().isAttachment()) {
            return Rank.DISTANT;
        }
        return switch (part.type().subtype()) {
            case "plain" -> Rank.PLAIN;
            case "html" -> Rank.HTML;
            default -> Rank.OTHER;
        };
    }

    void octets(byte[] buffer, int from, int to) {
        int room = Math.min(MimeIndexer.MAX_TEXT_OCTETS_PER_PART - octets.size(), octetsLeft - octets.size());
        if (room < to - from) {
            coverage = Indexed.Coverage.CUT;
        }
        octets.append(buffer, from, from + Math.max(0, Math.min(room, to - from)));
    }

    /** Ends the part that was begun, if its octets were needed. */
    void end() {
        octetsLeft -= octets.size();
        byte[] content = octets.array();
        int size = octets.size();
        TransferEncoding encoding = TransferEncoding.of(fields.transferEncoding());
        if (encoding == TransferEncoding.BASE64 || encoding == TransferEncoding.QUOTED_PRINTABLE) {
            content = ContentDecoder.decode(encoding, octets.copy());
            size = content.length;
        }
        String text = MailCharset.decode(content, 0, size, fields.type().charset());
        words.divide();
        write(text, words);
        if (rank.compareTo(previewRank) > 0) {
            TextSink first = new TextSink(MimeIndexer.MAX_PREVIEW);
            write(text, first);
            if (!first.isEmpty()) {
                preview = first.toString();
                previewRank = rank;
            }
        }
        octets.cutTo(0);
    }

    private void write(String text, TextSink sink) {
        if (fields.type().subtype().equals("html")) {
            HtmlText.write(text, sink);
        } else {
            sink.append(text);
        }
    }

    String preview() {
        return preview;
    }

    /** Whether {@link #searchText} contains all text. */
    Indexed.Coverage coverage() {
        boolean full =
                people.isFull() || words.isFull() || people.length() + words.length() >= MimeIndexer.MAX_SEARCH_TEXT;
        return full ? Indexed.Coverage.CUT : coverage;
    }

    String searchText() {
        TextSink all = new TextSink(MimeIndexer.MAX_SEARCH_TEXT);
        all.append(people);
        all.divide();
        all.append(words);
        // some letters grow in lower case, and the store's limit applies to the result
        String lower = all.toString().toLowerCase(Locale.ROOT);
        return lower.length() <= MimeIndexer.MAX_SEARCH_TEXT ? lower : cut(lower);
    }

    private static String cut(String text) {
        TextSink cut = new TextSink(MimeIndexer.MAX_SEARCH_TEXT);
        cut.append(text);
        return cut.toString();
    }
}
