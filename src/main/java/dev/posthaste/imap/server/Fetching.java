package dev.posthaste.imap.server;

import dev.posthaste.imap.server.MessageContent.Announced;
import dev.posthaste.imap.wire.BodyStructurePrinter;
import dev.posthaste.imap.wire.BodyStructurePrinter.Extent;
import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.EnvelopePrinter;
import dev.posthaste.imap.wire.FetchItem;
import dev.posthaste.imap.wire.FetchItem.Attribute;
import dev.posthaste.imap.wire.NumberSet;
import dev.posthaste.imap.wire.Numbering;
import dev.posthaste.imap.wire.Partial;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.imap.wire.Section;
import dev.posthaste.mailbox.FlagChange;
import dev.posthaste.mailbox.Flags;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.StoredMessage;
import dev.posthaste.mime.MimeIndex;
import dev.posthaste.mime.Part;
import dev.posthaste.mime.Span;
import dev.posthaste.mime.TransferEncoding;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * One FETCH on its way: slice by slice of the messages meant, each answered from the cheapest source that knows (the
 * session's own view, the row, the structure index, the octets).
 */
final class Fetching {

    /** So many messages are marked {@code \Seen} together, before they are sent. */
    private static final int MARKED_TOGETHER = 50;

    /** So many octets of small messages are read at a time, before they are sent one after the other. */
    private static final long READ_TOGETHER = 512 * 1024;

    private final Rooms rooms;
    private final Output out;
    private final State.Selected selected;
    private final SessionView view;
    private final Numbering numbering;
    private final List<FetchItem> items;
    private final boolean needsOctets;
    private final UpdatePrinter printer;
    /** Numbers whose flags changed by being fetched. */
    private final BitSet marked = new BitSet();

    private boolean incomplete;
    private boolean undecodable;

    Fetching(Rooms rooms, Output out, State.Selected selected, Command.Fetch command) {
        this.rooms = rooms;
        this.out = out;
        this.selected = selected;
        this.view = selected.view();
        this.numbering = command.numbering();
        this.items = items(command);
        this.needsOctets = !items.stream().allMatch(Attribute.class::isInstance);
        this.printer = new UpdatePrinter(view, out.writer());
    }

    // RFC 9051 section 6.4.9: the answer to a UID command has the UID.
    private static List<FetchItem> items(Command.Fetch command) {
        if (command.numbering() == Numbering.SEQUENCE || command.items().contains(Attribute.UID)) {
            return command.items();
        }
        List<FetchItem> items = new ArrayList<>();
        items.add(Attribute.UID);
        items.addAll(command.items());
        return items;
    }

    Uni<Answer> run(NumberSet numbers) {
        boolean marks = !view.isReadOnly() && items.stream().anyMatch(Fetching::marks);
        NumberSlices slices = new NumberSlices(numbers, marks ? MARKED_TOGETHER : MailboxStore.MAX_ROWS);
        boolean fromView = items.stream().allMatch(item -> item == Attribute.UID || item == Attribute.FLAGS);
        return Multi.createFrom()
                .iterable(slices)
                .onItem()
                .transformToUniAndConcatenate(slice -> fromView ? told(slice) : fetched(slice, marks))
                .collect()
                .last()
                .map(done -> answer());
    }

    private Answer answer() {
        if (undecodable) {
            return Answer.no(ResponseCode.UNKNOWN_CTE, "A transfer encoding is not known");
        }
        boolean tellGone = incomplete && numbering == Numbering.SEQUENCE;
        return tellGone ? Answer.ok(ResponseCode.EXPUNGEISSUED, "Some of the messages are gone") : Answer.ok("Fetched");
    }

    private static boolean marks(FetchItem item) {
        return switch (item) {
            case Attribute ignored -> false;
            case FetchItem.Legacy legacy -> legacy != FetchItem.Legacy.RFC822_HEADER;
            case FetchItem.Body body -> body.seen() == FetchItem.Seen.MARK;
            case FetchItem.Binary binary -> binary.seen() == FetchItem.Seen.MARK;
            case FetchItem.BinarySize ignored -> false;
        };
    }

    /** What the view itself knows. */
    private Uni<Void> told(NumberSet slice) {
        for (int range = 0; range < slice.ranges(); range++) {
            for (long number = slice.rangeFirst(range); number <= slice.rangeLast(range); number++) {
                tell((int) number);
            }
        }
        return out.room();
    }

    private void tell(int number) {
        if (view.isGone(number)) {
            incomplete = true;
            return;
        }
        begin(number);
        for (int i = 0; i < items.size(); i++) {
            out.writer().raw(i == 0 ? "" : " ");
            if (items.get(i) == Attribute.UID) {
                out.writer().raw("UID ").number(view.uid(number));
            } else {
                flags(number);
            }
        }
        out.writer().raw(")").end();
        out.close();
    }

    private Uni<Void> fetched(NumberSet slice, boolean marks) {
        long[] uids = view.uids(slice);
        return (marks ? mark(uids) : Uni.createFrom().voidItem())
                .chain(() -> rooms.mailbox().messages(selected.holder().account(), view.folder(), uids))
                .invoke(rows -> incomplete |= rows.size() < uids.length)
                .flatMap(rows -> needsOctets ? withOctets(rows) : withoutOctets(rows));
    }

    private Uni<Void> withoutOctets(List<StoredMessage> rows) {
        return Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUniAndConcatenate(this::printRow)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> printRow(StoredMessage row) {
        OneMessage message = new OneMessage(MessageContent.stored(rooms.bytes(), row, out));
        begin(message.number);
        for (int place = 0; place < items.size(); place++) {
            message.attribute(place);
        }
        end(message.number);
        return out.room();
    }

    private Uni<Void> withOctets(List<StoredMessage> rows) {
        return Multi.createFrom()
                .iterable(readTogether(rows))
                .onItem()
                .transformToUniAndConcatenate(together ->
                        MessageContent.ready(rooms.bytes(), together, out).chain(this::printAll))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Cuts the messages into runs whose small ones have no more than {@link #READ_TOGETHER} octets. */
    private static List<List<StoredMessage>> readTogether(List<StoredMessage> rows) {
        List<List<StoredMessage>> runs = new ArrayList<>();
        long octets = 0;
        for (StoredMessage row : rows) {
            long more = MessageContent.isSmall(row) ? row.size() : 0;
            octets += more;
            if (runs.isEmpty() || octets > READ_TOGETHER) {
                runs.add(new ArrayList<>());
                octets = more;
            }
            runs.getLast().add(row);
        }
        return runs;
    }

    private Uni<Void> printAll(List<MessageContent> contents) {
        return Multi.createFrom()
                .iterable(contents)
                .onItem()
                .transformToUniAndConcatenate(this::print)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> mark(long[] uids) {
        long[] unseen = Arrays.stream(uids)
                .filter(uid -> (view.flags(view.number(uid)) & Flags.SEEN) == 0)
                .toArray();
        if (unseen.length == 0) {
            return Uni.createFrom().voidItem();
        }
        return rooms.mailbox()
                .changeFlags(selected.holder().account(), view.folder(), unseen, FlagChange.add(Flags.SEEN))
                .invoke(this::marked)
                .replaceWithVoid();
    }

    private void marked(MailboxStore.FlagsNow now) {
        for (int i = 0; i < now.uids().length; i++) {
            int number = view.number(now.uids()[i]);
            if (number > 0) {
                view.know(number, now.flags()[i]);
                marked.set(number);
            }
        }
        view.changedAt(LongStream.of(now.modSeqs()).max().orElse(0));
    }

    private Uni<Void> print(MessageContent content) {
        OneMessage message = new OneMessage(content);
        begin(message.number);
        return Multi.createFrom()
                .range(0, items.size())
                .onItem()
                .transformToUniAndConcatenate(message::item)
                .collect()
                .last()
                .invoke(() -> end(message.number))
                .chain(out::room);
    }

    private void begin(int number) {
        out.open();
        out.writer().raw("* ").number(number).raw(" FETCH (");
    }

    // RFC 9051 section 6.4.5: if looking changed the flags, the answer says so.
    private void end(int number) {
        if (marked.get(number) && !items.contains(Attribute.FLAGS)) {
            out.writer().raw(" ");
            flags(number);
        }
        out.writer().raw(")").end();
        out.close();
    }

    private void flags(int number) {
        out.writer().raw("FLAGS ");
        printer.flagList(number, view.flags(number));
    }

    /** One message, item by item. */
    private final class OneMessage {

        private final int number;
        private final StoredMessage row;
        private final MessageContent content;

        OneMessage(MessageContent content) {
            this.content = content;
            this.row = content.message();
            this.number = view.number(row.uid());
        }

        /** An item of a FETCH that asks for no octets. */
        void attribute(int place) {
            out.writer().raw(place == 0 ? "" : " ");
            attribute((Attribute) items.get(place));
        }

        Uni<Void> item(int place) {
            out.writer().raw(place == 0 ? "" : " ");
            return switch (items.get(place)) {
                case Attribute attribute -> {
                    attribute(attribute);
                    yield Uni.createFrom().voidItem();
                }
                case FetchItem.Legacy legacy -> legacy(legacy);
                case FetchItem.Body(Section section, Partial partial, var seen) -> {
                    out.writer().raw("BODY[").raw(section.toString()).raw("]").raw(partial + " ");
                    yield section(section, partial);
                }
                case FetchItem.Binary(List<Integer> part, Partial partial, var seen) -> {
                    out.writer().raw("BINARY[").raw(numbers(part)).raw("]").raw(partial + " ");
                    yield binary(part, partial);
                }
                case FetchItem.BinarySize(List<Integer> part) -> {
                    out.writer().raw("BINARY.SIZE[").raw(numbers(part)).raw("] ");
                    yield binarySize(part);
                }
            };
        }

        private void attribute(Attribute attribute) {
            switch (attribute) {
                case UID -> out.writer().raw("UID ").number(row.uid());
                case FLAGS -> flags(number);
                case INTERNALDATE -> out.writer().raw("INTERNALDATE ").dateTime(row.internalDate());
                case RFC822_SIZE -> out.writer().raw("RFC822.SIZE ").number(row.size());
                case ENVELOPE ->
                    EnvelopePrinter.print(index().envelope(), out.writer().raw("ENVELOPE "));
                case BODY -> structure("BODY ", Extent.BASIC);
                case BODYSTRUCTURE -> structure("BODYSTRUCTURE ", Extent.EXTENSIBLE);
            }
        }

        private void structure(String name, Extent extent) {
            new BodyStructurePrinter(out.writer().raw(name), extent).print(index().root());
        }

        private MimeIndex index() {
            return MessageContent.index(row);
        }

        private Uni<Void> legacy(FetchItem.Legacy legacy) {
            Section section =
                    switch (legacy) {
                        case RFC822 -> Section.MESSAGE;
                        case RFC822_HEADER -> new Section(List.of(), new Section.Text.Header());
                        case RFC822_TEXT -> new Section(List.of(), new Section.Text.Body());
                    };
            out.writer().raw(legacy.name().replace('_', '.')).raw(" ");
            return section(section, new Partial.Whole());
        }

        private Uni<Void> section(Section section, Partial partial) {
            if (section.equals(Section.MESSAGE)) {
                return content.write(MessageContent.part(new Span(0, row.size()), partial), Announced.LITERAL);
            }
            return switch (Located.of(section, index())) {
                case Located.Missing() -> nil();
                case Located.Octets(Span span) -> content.write(MessageContent.part(span, partial), Announced.LITERAL);
                case Located.Fields(Span header, List<String> names, var keep) ->
                    content.read(header)
                            .map(octets -> HeaderFields.filter(octets, names, keep))
                            .invoke(fields -> content.write(cut(fields, partial), Announced.LITERAL))
                            .replaceWithVoid();
            };
        }

        private Uni<Void> binary(List<Integer> part, Partial partial) {
            if (part.isEmpty()) {
                return content.write(MessageContent.part(new Span(0, row.size()), partial), Announced.LITERAL8);
            }
            return Located.part(part, index())
                    .map(found -> binary(found, partial))
                    .orElseGet(this::nil);
        }

        private Uni<Void> binary(Part part, Partial partial) {
            return switch (part.encoding()) {
                case UNKNOWN -> {
                    undecodable = true;
                    yield nil();
                }
                case SEVEN_BIT, EIGHT_BIT ->
                    content.write(MessageContent.part(part.body(), partial), Announced.LITERAL);
                case BINARY -> content.write(MessageContent.part(part.body(), partial), Announced.LITERAL8);
                case BASE64, QUOTED_PRINTABLE -> content.writeDecoded(part.body(), part.encoding(), partial);
            };
        }

        private Uni<Void> binarySize(List<Integer> part) {
            if (part.isEmpty()) {
                return size(row.size());
            }
            return Located.part(part, index()).map(this::binarySize).orElseGet(() -> size(0));
        }

        private Uni<Void> binarySize(Part part) {
            TransferEncoding encoding = part.encoding();
            return switch (encoding) {
                case UNKNOWN -> {
                    undecodable = true;
                    yield size(0);
                }
                case SEVEN_BIT, EIGHT_BIT, BINARY -> size(part.body().length());
                case BASE64, QUOTED_PRINTABLE ->
                    content.measure(part.body(), encoding).flatMap(measure -> size(measure.octets()));
            };
        }

        private Uni<Void> size(long octets) {
            out.writer().number(octets);
            return Uni.createFrom().voidItem();
        }

        private Uni<Void> nil() {
            out.writer().nil();
            return Uni.createFrom().voidItem();
        }

        private static byte[] cut(byte[] octets, Partial partial) {
            Span span = MessageContent.part(new Span(0, octets.length), partial);
            return Arrays.copyOfRange(octets, (int) span.offset(), (int) span.end());
        }

        private static String numbers(List<Integer> part) {
            return part.stream().map(String::valueOf).collect(Collectors.joining("."));
        }
    }
}
