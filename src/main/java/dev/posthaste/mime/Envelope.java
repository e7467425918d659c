package dev.posthaste.mime;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an IMAP ENVELOPE (RFC 9051 section 7.5.2) and {@code References}. Texts are unfolded but otherwise as
 * written, with encoded words not decoded. Of duplicate fields the first one counts.
 *
 * <p>IMAP distinguishes an absent text from an empty one, so texts are {@link Optional}.
 */
public final class Envelope {

    /** The envelope of an empty header. */
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

    /** The unstructured fields; null for a missing field. */
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

    /** The sender in the sense of an IMAP ENVELOPE: {@code Sender}, or else {@code From} (RFC 9051 section 7.5.2). */
    public AddressList senderOrFrom() {
        return sender().isEmpty() ? from() : sender();
    }

    /** The reply-to in the sense of an IMAP ENVELOPE: {@code Reply-To}, or else {@code From}. Replies go to it. */
    public AddressList replyToOrFrom() {
        return replyTo().isEmpty() ? from() : replyTo();
    }

    /** The ids of {@code References}, each in angle brackets, at most {@link MessageIds#MAX_IDS}. */
    public List<String> references() {
        return references;
    }

    /** The subject for display; empty if there is none. */
    public String decodedSubject() {
        return subject().map(EncodedWords::decode).orElse("");
    }

    /** The time of {@code Date}; empty if it is missing or malformed. */
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
