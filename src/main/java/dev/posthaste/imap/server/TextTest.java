package dev.posthaste.imap.server;

import dev.posthaste.mailbox.MessageBytes;
import dev.posthaste.mailbox.SearchTerm;
import dev.posthaste.mailbox.StoredMessage;
import dev.posthaste.mime.Address;
import dev.posthaste.mime.AddressList;
import dev.posthaste.mime.ContentDecoder;
import dev.posthaste.mime.EncodedWords;
import dev.posthaste.mime.Envelope;
import dev.posthaste.mime.HeaderBlock;
import dev.posthaste.mime.HeaderField;
import dev.posthaste.mime.MailCharset;
import dev.posthaste.mime.Mailbox;
import dev.posthaste.mime.MimeIndex;
import dev.posthaste.mime.Part;
import dev.posthaste.mime.Span;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tests whether a message contains a text, case-insensitively (RFC 9051 section 6.4.4), after decoding encoded words and
 * transfer encodings.
 */
final class TextTest {

    /** Octets of one part that are searched; the limit is ours. */
    private static final int MAX_SEARCHED_OCTETS = 4 << 20;

    private final String needle;
    private final MessageBytes bytes;

    TextTest(String text, MessageBytes bytes) {
        this.needle = folded(text);
        this.bytes = bytes;
    }

    /** A header field that contains the text. */
    RowTest header(String name) {
        return message -> {
            Optional<Boolean> known = known(name, MessageContent.index(message).envelope());
            return known.map(found -> Uni.createFrom().item(found))
                    .orElseGet(() -> header(message)
                            .map(header -> anyHolds(HeaderBlock.parse(header).all(name))));
        };
    }

    /** The header or the body contains the text. */
    RowTest anywhere() {
        return message ->
                headerHolds(message).flatMap(found -> found ? Uni.createFrom().item(true) : bodyHolds(message));
    }

    /** The body contains the text. */
    RowTest body() {
        return this::bodyHolds;
    }

    /** The body contains the text, given that the message does: a message without it in the header matches. */
    RowTest bodyOfMatch() {
        return message -> headerHolds(message)
                .flatMap(found -> found ? bodyHolds(message) : Uni.createFrom().item(true));
    }

    /** The result for a field that the structure index contains. */
    private Optional<Boolean> known(String name, Envelope envelope) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "SUBJECT" -> Optional.of(holds(envelope.subject()));
            case "FROM" -> Optional.of(holds(envelope.from()));
            case "TO" -> Optional.of(holds(envelope.to()));
            case "CC" -> Optional.of(holds(envelope.cc()));
            case "BCC" -> Optional.of(holds(envelope.bcc()));
            case "MESSAGE-ID" -> Optional.of(holds(envelope.messageId()));
            case "IN-REPLY-TO" -> Optional.of(holds(envelope.inReplyTo()));
            default -> Optional.empty();
        };
    }

    private boolean holds(Optional<String> written) {
        return written.map(text -> holds(EncodedWords.decode(text))).orElse(false);
    }

    private boolean holds(AddressList list) {
        return list.entries().stream().anyMatch(this::holds);
    }

    private boolean holds(Address entry) {
        return switch (entry) {
            case Mailbox mailbox -> holds(mailbox.decodedName() + " <" + mailbox.spec() + ">");
            case Address.Group(String name, List<Mailbox> members) ->
                holds(EncodedWords.decode(name)) || members.stream().anyMatch(this::holds);
        };
    }

    private boolean holds(String text) {
        return folded(text).contains(needle);
    }

    private boolean anyHolds(List<HeaderField> fields) {
        return fields.stream().anyMatch(field -> holds(field.decodedValue()));
    }

    private Uni<byte[]> header(StoredMessage message) {
        Span header = MessageContent.index(message).root().header();
        return bytes.read(message, header.offset(), Math.toIntExact(header.length()));
    }

    private Uni<Boolean> headerHolds(StoredMessage message) {
        return header(message).map(octets -> holds(EncodedWords.decode(new String(octets, StandardCharsets.UTF_8))));
    }

    private Uni<Boolean> bodyHolds(StoredMessage message) {
        List<Part> texts = new ArrayList<>();
        MimeIndex index = MessageContent.index(message);
        index.parts().stream()
                .map(MimeIndex.Numbered::part)
                .filter(part -> part.type().isText())
                .forEach(texts::add);
        return Multi.createFrom()
                .iterable(texts)
                .onItem()
                .transformToUniAndConcatenate(part -> text(message, part))
                .select()
                .where(this::holds)
                .collect()
                .first()
                .map(found -> found != null);
    }

    private Uni<String> text(StoredMessage message, Part part) {
        int length = (int) Math.min(part.body().length(), MAX_SEARCHED_OCTETS);
        return bytes.read(message, part.body().offset(), length)
                .map(octets -> ContentDecoder.decode(part.encoding(), octets))
                .map(octets -> MailCharset.decode(octets, part.type().charset()));
    }

    private static String folded(String text) {
        return new SearchTerm(text).folded();
    }
}
