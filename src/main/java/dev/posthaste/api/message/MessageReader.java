package dev.posthaste.api.message;

import dev.posthaste.api.Octets;
import dev.posthaste.api.Shapes;
import dev.posthaste.api.Worker;
import dev.posthaste.mailbox.MessageBytes;
import dev.posthaste.mailbox.StoredMessage;
import dev.posthaste.mime.ContentDecoder;
import dev.posthaste.mime.DecodedBody;
import dev.posthaste.mime.HeaderBlock;
import dev.posthaste.mime.IndexFormatException;
import dev.posthaste.mime.MimeIndex;
import dev.posthaste.mime.Part;
import dev.posthaste.mime.Span;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Reads stored messages: by their index, in ranges, and never more than is shown. */
final class MessageReader {

    /** Encoded octets of a text that are read; the rest is had from the raw message. */
    static final int MAX_TEXT_OCTETS = 1 << 20;

    /** Octets of a header that are read: as many as the index looks at, and room for trace fields. */
    static final int MAX_HEADER_OCTETS = 512 << 10;

    /** Header fields that are shown. */
    static final int MAX_FIELDS = 1000;

    private static final String MESSAGE_TYPE = "message/rfc822";

    private final MessageBytes bytes;
    private final Worker worker;

    MessageReader(MessageBytes bytes, Worker worker) {
        this.bytes = bytes;
        this.worker = worker;
    }

    /** The index of the blob; its offsets do not count the prefix. */
    static MimeIndex index(StoredMessage message) {
        try {
            return MimeIndex.decode(message.index());
        } catch (IndexFormatException damaged) {
            throw new IllegalStateException("the index of " + message.id() + " is damaged", damaged);
        }
    }

    Uni<MessageContent> content(MessageView view) {
        StoredMessage stored = view.stored();
        MimeIndex index = index(stored).shiftedBy(stored.prefix().length);
        MessageText parts = MessageText.of(index);
        Uni<byte[]> header = read(stored, index.root().header(), MAX_HEADER_OCTETS);
        return header.flatMap(head -> octets(stored, parts.text())
                .flatMap(text -> octets(stored, parts.html())
                        .emitOn(worker)
                        .map(html -> new MessageContent(
                                view,
                                fields(head),
                                decoded(parts.text(), text),
                                decoded(parts.html(), html),
                                isCut(parts.text()) || isCut(parts.html())
                                        ? MessageContent.Extent.CUT
                                        : MessageContent.Extent.WHOLE,
                                parts.attachments()))));
    }

    Octets raw(StoredMessage stored) {
        return new Octets(MESSAGE_TYPE, Optional.empty(), bytes.stream(stored, 0, stored.size()));
    }

    /** Empty if the message has no attachment of this number. */
    Optional<Octets> attachment(StoredMessage stored, String number) {
        MimeIndex index = index(stored).shiftedBy(stored.prefix().length);
        List<MessageContent.Attachment> attachments = MessageText.of(index).attachments();
        return attachments.stream()
                .filter(attachment -> attachment.number().equals(number))
                .findFirst()
                .map(attachment -> octets(stored, attachment.part()));
    }

    private Octets octets(StoredMessage stored, Part part) {
        Span body = part.body();
        Multi<byte[]> decoded = Multi.createFrom().deferred(() -> {
            ContentDecoder decoder = DecodedBody.decoder(part);
            Multi<byte[]> pieces = bytes.stream(stored, body.offset(), body.length())
                    .map(piece -> decoder.decode(piece, 0, piece.length));
            Multi<byte[]> rest = Multi.createFrom().item(decoder::finish);
            return Multi.createBy().concatenating().streams(pieces, rest);
        });
        return new Octets(part.type().essence(), part.filename(), decoded.filter(piece -> piece.length > 0));
    }

    private Uni<byte[]> octets(StoredMessage stored, Optional<Part> part) {
        return part.map(found -> read(stored, found.body(), MAX_TEXT_OCTETS))
                .orElseGet(() -> Uni.createFrom().item(new byte[0]));
    }

    private Uni<byte[]> read(StoredMessage stored, Span span, int max) {
        return bytes.read(stored, span.offset(), (int) Math.min(span.length(), max));
    }

    private static boolean isCut(Optional<Part> part) {
        return part.filter(found -> found.body().length() > MAX_TEXT_OCTETS).isPresent();
    }

    private static String decoded(Optional<Part> part, byte[] octets) {
        return part.map(found -> DecodedBody.text(found, octets)).orElse("");
    }

    private static List<Shapes.Header> fields(byte[] header) {
        return HeaderBlock.parse(header).fields().stream()
                .filter(field -> !field.name().isEmpty())
                .limit(MAX_FIELDS)
                .map(field -> new Shapes.Header(field.name(), field.decodedValue()))
                .toList();
    }
}
