package dev.posthaste.mime;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote what to whom, as the header of a message says it: the fields of an IMAP ENVELOPE (RFC 9051 section 7.5.2) and
 * {@code References}. Texts are unfolded but otherwise as written, encoded words included. Of a field that stands twice
 * the first counts.
 *
 * <p>A text that is absent and one that is empty are different things there, so texts are {@link Optional}.
 */
public final class Envelope {

    /** Of an empty header. */
    static final Envelope EMPTY = new Envelope(
            new Texts(null, null, null, null),
            new Addresses(
                    AddressList.EMPTY,
                    AddressList.EMPTY,
                    AddressList.EMPTY,
                    AddressList.EMPTY,
                    AddressList.EMPTY,
                    AddressList.EMPTY),
            List.of());

    /** The unstructured fields; null is a field that is not there. */
    record Texts(
            @Nullable String date,
            @Nullable String subject,
            @Nullable String inReplyTo,
            @Nullable String messageId) {}

    /** The address fields. */
    record Addresses(
            AddressList from,
            AddressList sender,
            AddressList replyTo,
            AddressList to,
            AddressList cc,
            AddressList bcc) {}

    private final Texts texts;
    private final Addresses addresses;
    private final List<String> references;

    Envelope(Texts texts, Addresses addresses, List<String> references) {
        this.texts = texts;
        this.addresses = addresses;
        this.references = List.copyOf(references);
    }

    /** {@code Date} as written. */
    public Optional<String> date() {
        return Optional.ofNullable(texts.date());
    }

    /** {@code Subject} as written. */
    public Optional<String> subject() {
        return Optional.ofNullable(texts.subject());
    }

    /** {@code In-Reply-To} as written. */
    public Optional<String> inReplyTo() {
        return Optional.ofNullable(texts.inReplyTo());
    }

    /** {@code Message-ID} as written, normally one id in angle brackets. */
    public Optional<String> messageId() {
        return Optional.ofNullable(texts.messageId());
    }

    /** {@code From}. */
    public AddressList from() {
        return addresses.from();
    }

    /** {@code Sender}; empty if there is none, see {@link #senderOrFrom}. */
    public AddressList sender() {
        return addresses.sender();
    }

    /** {@code Reply-To}; empty if there is none, see {@link #replyToOrFrom}. */
    public AddressList replyTo() {
        return addresses.replyTo();
    }

    /** {@code To}. */
    public AddressList to() {
        return addresses.to();
    }

    /** {@code Cc}. */
    public AddressList cc() {
        return addresses.cc();
    }

    /** {@code Bcc}. */
    public AddressList bcc() {
        return addresses.bcc();
    }

    /** What an IMAP ENVELOPE calls the sender (RFC 9051 section 7.5.2). */
    public AddressList senderOrFrom() {
        return sender().isEmpty() ? from() : sender();
    }

    /** What an IMAP ENVELOPE calls the reply-to, and where an answer goes. */
    public AddressList replyToOrFrom() {
        return replyTo().isEmpty() ? from() : replyTo();
    }

    /** The ids of {@code References}, each in angle brackets, at most {@link MessageIds#MAX_IDS}. */
    public List<String> references() {
        return references;
    }

    /** The subject as people read it; empty if there is none. */
    public String decodedSubject() {
        return subject().map(EncodedWords::decode).orElse("");
    }

    /** The moment that {@code Date} names, if it is well-formed. */
    public Optional<OffsetDateTime> sentAt() {
        return date().flatMap(MailDate::parse);
    }

    /** The first id of {@code Message-ID} in angle brackets, if there is one. */
    public Optional<String> id() {
        return messageId().flatMap(written -> MessageIds.parse(written).stream().findFirst());
    }

    Texts texts() {
        return texts;
    }

    Addresses addresses() {
        return addresses;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Envelope that
                && texts.equals(that.texts)
                && addresses.equals(that.addresses)
                && references.equals(that.references);
    }

    @Override
    public int hashCode() {
        return Objects.hash(texts, addresses, references);
    }

    @Override
    public String toString() {
        return texts + " " + addresses + " " + references;
    }
}
