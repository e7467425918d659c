package dev.posthaste.imap.server;

import dev.posthaste.imap.server.MessageContent.Announced;
import dev.posthaste.imap.wire.BodyStructurePrinter;
import dev.posthaste.imap.wire.BodyStructurePrinter.Extent;
import dev.posthaste.imap.wire.EnvelopePrinter;
import dev.posthaste.imap.wire.FetchItem;
import dev.posthaste.imap.wire.FetchItem.Attribute;
import dev.posthaste.imap.wire.NumberSet;
import dev.posthaste.imap.wire.Numbering;
import dev.posthaste.imap.wire.Partial;
import dev.posthaste.imap.wire.Section;
import dev.posthaste.mailbox.Excerpt;
import dev.posthaste.mailbox.FlagChange;
import dev.posthaste.mailbox.Flags;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MailboxStore.Portion;
import dev.posthaste.mailbox.StoredMessage;
import dev.posthaste.mime.HeaderBlock;
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
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs one FETCH slice by slice, each item from the cheapest source that has it (the view, the row, the structure index,
 * the octets).
 */
final class Fetching {

    /** Messages that are marked {@code \Seen} in one call of the store, before they are sent. */
    private static final int MARKED_TOGETHER = 50;

    /** Messages per read: few enough for a quick first response, enough to amortize the round trip. */
    private static final int READ_TOGETHER = 100;

    private final ImapDependencies dependencies;
    private final Output out;
    private final SessionView view;
    private final List<FetchItem> items;
    /** The name of each item as it is written. */
    private final List<String> names;

    /** Numbers whose flags changed by being fetched. */
    private final BitSet marked = new BitSet();

    private boolean incomplete;
    private boolean undecodable;

    Fetching(ImapDependencies dependencies, Output out, Effect.Fetch fetch) {
        this.dependencies = dependencies;
        this.out = out;
        this.view = fetch.view();
        this.items = items(fetch);
        this.names = items.stream().map(Fetching::name).toList();
    }

    // RFC 9051 section 6.4.9: the answer to a UID command has the UID.
    private static List<FetchItem> items(Effect.Fetch fetch) {
        if (fetch.numbering() == Numbering.SEQUENCE || fetch.items().contains(Attribute.UID)) {
            return fetch.items();
        }
        List<FetchItem> items = new ArrayList<>();
        items.add(Attribute.UID);
        items.addAll(fetch.items());
        return items;
    }

    /** The name that precedes the value. */
    private static String name(FetchItem item) {
        return switch (item) {
            case Attribute attribute -> attribute.name().replace('_', '.') + " ";
            case FetchItem.Legacy legacy -> legacy.name().replace('_', '.') + " ";
            case FetchItem.Body(Section section, Partial partial, var seen) -> "BODY[" + section + "]" + partial + " ";
            case FetchItem.Binary(List<Integer> part, Partial partial, var seen) ->
                "BINARY[" + numbers(part) + "]" + partial + " ";
            case FetchItem.BinarySize(List<Integer> part) -> "BINARY.SIZE[" + numbers(part) + "] ";
        };
    }

    private static String numbers(List<Integer> part) {
        return part.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    Uni<Effect.Fetched> run(NumberSet numbers) {
        boolean fromView = items.stream().allMatch(item -> item == Attribute.UID || item == Attribute.FLAGS);
        return (fromView ? told(numbers) : read(numbers)).map(done -> fetched());
    }

    private Effect.Fetched fetched() {
        return new Effect.Fetched(
                incomplete ? Effect.Fetched.Presence.SOME_GONE : Effect.Fetched.Presence.COMPLETE,
                undecodable ? Effect.Fetched.Decoding.UNKNOWN_ENCODING : Effect.Fetched.Decoding.DONE);
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

    /** Responses from the view alone. */
    private Uni<Void> told(NumberSet numbers) {
        return Multi.createFrom()
                .iterable(new NumberSlices(numbers, MailboxStore.MAX_ROWS))
                .onItem()
                .transformToUniAndConcatenate(this::toldSlice)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> toldSlice(NumberSet slice) {
        for (int range = 0; range < slice.ranges(); range++) {
            for (long number = slice.rangeFirst(range); number <= slice.rangeLast(range); number++) {
                tell((int) number);
            }
        }
        return out.flushIfFull();
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

    /** Responses from the store, in batches. */
    private Uni<Void> read(NumberSet numbers) {
        boolean marks = !view.isReadOnly() && items.stream().anyMatch(Fetching::marks);
        NumberSlices slices = new NumberSlices(numbers, marks ? MARKED_TOGETHER : READ_TOGETHER);
        Portion portion = items.stream().map(Fetching::portion).reduce(Portion.ROW, Fetching::larger);
        BatchReader batches = new BatchReader(
                StreamSupport.stream(slices.spliterator(), false)
                        .map(view::uids)
                        .iterator(),
                uids -> dependencies
                        .mailbox()
                        .read(view.mailbox().account(), view.mailbox().folder(), uids, portion));
        return Multi.createBy()
                .repeating()
                .uni(batches::next)
                .whilst(batch -> batches.hasNext())
                .onItem()
                .transformToUniAndConcatenate(
                        batch -> marks ? mark(uids(batch)).chain(() -> write(batch)) : write(batch))
                .collect()
                .last()
                .invoke(() -> incomplete = batches.isIncomplete())
                .replaceWithVoid();
    }

    private static Portion larger(Portion one, Portion other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** The portion of a message that an item needs. */
    private static Portion portion(FetchItem item) {
        return switch (item) {
            case Attribute attribute ->
                switch (attribute) {
                    case UID, FLAGS, INTERNALDATE, RFC822_SIZE -> Portion.ROW;
                    case ENVELOPE, BODY, BODYSTRUCTURE -> Portion.STRUCTURE;
                };
            case FetchItem.Legacy legacy ->
                switch (legacy) {
                    case RFC822_HEADER -> Portion.BEGINNING;
                    case RFC822, RFC822_TEXT -> Portion.WHOLE;
                };
            case FetchItem.Body(Section section, var partial, var seen) -> portion(section);
            case FetchItem.Binary ignored -> Portion.WHOLE;
            case FetchItem.BinarySize ignored -> Portion.WHOLE;
        };
    }

    private static Portion portion(Section section) {
        return switch (section.text()) {
            case Section.Text.Header ignored -> beginning(section);
            case Section.Text.HeaderFields ignored -> beginning(section);
            case Section.Text.HeaderFieldsNot ignored -> beginning(section);
            case Section.Text.Whole ignored -> Portion.WHOLE;
            case Section.Text.Body ignored -> Portion.WHOLE;
            case Section.Text.Mime ignored -> Portion.WHOLE;
        };
    }

    /** The header of the message is at its beginning; that of a nested message may be anywhere. */
    private static Portion beginning(Section section) {
        return section.part().isEmpty() ? Portion.BEGINNING : Portion.WHOLE;
    }

    private static long[] uids(List<Excerpt> batch) {
        return batch.stream().mapToLong(excerpt -> excerpt.message().uid()).toArray();
    }

    private Uni<Void> write(List<Excerpt> batch) {
        Responses responses = new Responses(batch);
        return Multi.createBy()
                .repeating()
                .uni(responses::writeOn)
                .whilst(more -> more)
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
        return dependencies
                .mailbox()
                .changeFlags(view.mailbox().account(), view.mailbox().folder(), unseen, FlagChange.add(Flags.SEEN))
                .invoke(this::marked)
                .replaceWithVoid();
    }

    private void marked(MailboxStore.FlagsNow now) {
        for (int i = 0; i < now.uids().length; i++) {
            int number = view.number(now.uids()[i]);
            if (number > 0) {
                view.know(number, now.flags()[i], now.modSeqs()[i]);
                marked.set(number);
            }
        }
        now.counted().ifPresent(view::changedAt);
    }

    private void begin(int number) {
        out.open();
        out.writer().raw("* ").number(number).raw(" FETCH (");
    }

    // RFC 9051 section 6.4.5: a FETCH that sets \Seen reports the flags.
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
        flagList(number);
    }

    private void flagList(int number) {
        Updates.Recency recency = view.isRecent(number) ? Updates.Recency.RECENT : Updates.Recency.OLD;
        Updates.writeFlags(out.writer(), view.flags(number), view.keywords(), recency);
    }

    /** The responses to a batch, item by item. */
    private final class Responses {

        private final List<OneMessage> messages;
        private int message;
        private int place;

        Responses(List<Excerpt> batch) {
            this.messages = batch.stream().map(OneMessage::new).toList();
        }

        /** Writes until it has to wait; whether more may follow then. */
        Uni<Boolean> writeOn() {
            while (message < messages.size()) {
                if (writeNext(messages.get(message)) instanceof Written.Later(Uni<Void> rest)) {
                    return rest.replaceWith(true);
                }
                if (out.isFull()) {
                    return out.flush().replaceWith(true);
                }
            }
            return Uni.createFrom().item(false);
        }

        private Written writeNext(OneMessage current) {
            if (place == items.size()) {
                end(current.number);
                place = 0;
                message++;
                return Written.NOW;
            }
            if (place == 0) {
                begin(current.number);
            }
            return current.item(place++);
        }
    }

    /** One message, item by item. */
    private final class OneMessage {

        private final int number;
        private final StoredMessage row;
        private final MessageContent content;
        /** Decoded on first use. */
        private @Nullable MimeIndex index;

        OneMessage(Excerpt excerpt) {
            this.content = new MessageContent(dependencies.bytes(), excerpt, out);
            this.row = excerpt.message();
            this.number = view.number(row.uid());
        }

        Written item(int place) {
            out.writer().raw(place == 0 ? "" : " ").raw(names.get(place));
            return switch (items.get(place)) {
                case Attribute attribute -> attribute(attribute);
                case FetchItem.Legacy legacy -> legacy(legacy);
                case FetchItem.Body(Section section, Partial partial, var seen) -> section(section, partial);
                case FetchItem.Binary(List<Integer> part, Partial partial, var seen) -> binary(part, partial);
                case FetchItem.BinarySize(List<Integer> part) -> binarySize(part);
            };
        }

        private Written attribute(Attribute attribute) {
            switch (attribute) {
                case UID -> out.writer().number(row.uid());
                case FLAGS -> flagList(number);
                case INTERNALDATE -> out.writer().dateTime(row.internalDate());
                case RFC822_SIZE -> out.writer().number(row.size());
                case ENVELOPE -> EnvelopePrinter.print(index().envelope(), out.writer());
                case BODY -> structure(Extent.BASIC);
                case BODYSTRUCTURE -> structure(Extent.EXTENSIBLE);
            }
            return Written.NOW;
        }

        private void structure(Extent extent) {
            new BodyStructurePrinter(out.writer(), extent).print(index().root());
        }

        private MimeIndex index() {
            if (index == null) {
                index = MessageContent.index(row);
            }
            return index;
        }

        private Written legacy(FetchItem.Legacy legacy) {
            Section section =
                    switch (legacy) {
                        case RFC822 -> Section.MESSAGE;
                        case RFC822_HEADER -> new Section(List.of(), new Section.Text.Header());
                        case RFC822_TEXT -> new Section(List.of(), new Section.Text.Body());
                    };
            return section(section, new Partial.Whole());
        }

        private Written section(Section section, Partial partial) {
            if (section.equals(Section.MESSAGE)) {
                return content.write(MessageContent.part(new Span(0, row.size()), partial), Announced.LITERAL);
            }
            return switch (Located.of(section, index())) {
                case Located.Missing() -> nil();
                case Located.Octets(Span span) -> content.write(MessageContent.part(span, partial), Announced.LITERAL);
                case Located.Fields fields -> fields(fields, partial);
            };
        }

        private Written fields(Located.Fields fields, Partial partial) {
            if (content.isHere(fields.header())) {
                fields(fields, content.octets(fields.header()), partial);
                return Written.NOW;
            }
            return new Written.Later(content.read(fields.header())
                    .invoke(octets -> fields(fields, octets, partial))
                    .replaceWithVoid());
        }

        private void fields(Located.Fields fields, byte[] header, Partial partial) {
            HeaderBlock all = HeaderBlock.parse(header);
            HeaderBlock kept =
                    switch (fields.keep()) {
                        case NAMED -> all.only(fields.names());
                        case OTHERS -> all.except(fields.names());
                    };
            content.write(cut(kept.toBytes(), partial), Announced.LITERAL);
        }

        private Written binary(List<Integer> part, Partial partial) {
            if (part.isEmpty()) {
                return content.write(MessageContent.part(new Span(0, row.size()), partial), Announced.LITERAL8);
            }
            return Located.part(part, index())
                    .map(found -> binary(found, partial))
                    .orElseGet(this::nil);
        }

        private Written binary(Part part, Partial partial) {
            return switch (part.encoding()) {
                case UNKNOWN -> {
                    undecodable = true;
                    yield nil();
                }
                case SEVEN_BIT, EIGHT_BIT ->
                    content.write(MessageContent.part(part.body(), partial), Announced.LITERAL);
                case BINARY -> content.write(MessageContent.part(part.body(), partial), Announced.LITERAL8);
                case BASE64, QUOTED_PRINTABLE ->
                    new Written.Later(content.writeDecoded(part.body(), part.encoding(), partial));
            };
        }

        private Written binarySize(List<Integer> part) {
            if (part.isEmpty()) {
                return size(row.size());
            }
            return Located.part(part, index()).map(this::binarySize).orElseGet(() -> size(0));
        }

        private Written binarySize(Part part) {
            TransferEncoding encoding = part.encoding();
            return switch (encoding) {
                case UNKNOWN -> {
                    undecodable = true;
                    yield size(0);
                }
                case SEVEN_BIT, EIGHT_BIT, BINARY -> size(part.body().length());
                case BASE64, QUOTED_PRINTABLE ->
                    new Written.Later(content.measure(part.body(), encoding)
                            .invoke(measure -> size(measure.octets()))
                            .replaceWithVoid());
            };
        }

        private Written size(long octets) {
            out.writer().number(octets);
            return Written.NOW;
        }

        private Written nil() {
            out.writer().nil();
            return Written.NOW;
        }

        private static byte[] cut(byte[] octets, Partial partial) {
            Span span = MessageContent.part(new Span(0, octets.length), partial);
            return Arrays.copyOfRange(octets, (int) span.offset(), (int) span.end());
        }
    }
}
