package dev.posthaste.api.email;

import dev.posthaste.api.ApiException;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.intake.Recipient;
import dev.posthaste.mime.Attachment;
import dev.posthaste.mime.ContentType;
import dev.posthaste.mime.HeaderSyntaxException;
import dev.posthaste.mime.Mailbox;
import dev.posthaste.mime.MessageComposer;
import dev.posthaste.mime.MessageIds;
import dev.posthaste.mime.Parameters;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Writes a checked email as a message. Bcc is not in it; Message-ID and signatures are the door's. */
final class EmailComposition {

    private static final ContentType OCTETS = new ContentType("application", "octet-stream", Parameters.NONE);

    private final CheckedEmail email;
    private final MessageComposer composer;

    private EmailComposition(CheckedEmail email, RandomGenerator chance) {
        this.email = email;
        this.composer = new MessageComposer(chance);
    }

    /** The octets of the message. */
    static byte[] compose(CheckedEmail email, Instant now, RandomGenerator chance) {
        try {
            return new EmailComposition(email, chance).message(now);
        } catch (HeaderSyntaxException refused) {
            throw ApiException.of(ErrorCode.INVALID_HEADER, String.valueOf(refused.getMessage()));
        }
    }

    private byte[] message(Instant now) throws HeaderSyntaxException {
        EmailDraft.Composition content = email.draft().composition();
        composer.date(now.atOffset(ZoneOffset.UTC))
                .from(mailboxes(email.from().stream().toList()))
                .to(mailboxes(email.people(Recipient.Role.TO)))
                .cc(mailboxes(email.people(Recipient.Role.CC)))
                .replyTo(mailboxes(email.replyTo()))
                .subject(content.subject());
        for (EmailDraft.Field field : content.headers()) {
            add(field);
        }
        if (!content.text().isEmpty()) {
            composer.text(content.text());
        }
        if (!content.html().isEmpty()) {
            composer.html(content.html());
        }
        for (EmailDraft.Attachment attachment : content.attachments()) {
            add(attachment);
        }
        return composer.compose();
    }

    private void add(EmailDraft.Field field) throws HeaderSyntaxException {
        switch (field.name().toLowerCase(Locale.ROOT)) {
            case "in-reply-to" -> composer.inReplyTo(ids(field));
            case "references" -> composer.references(ids(field));
            default -> composer.header(field.name(), field.value());
        }
    }

    private static List<String> ids(EmailDraft.Field field) throws HeaderSyntaxException {
        List<String> ids = MessageIds.parse(field.value());
        if (ids.isEmpty()) {
            throw new HeaderSyntaxException(field.name(), "no id in angle brackets");
        }
        return ids;
    }

    private void add(EmailDraft.Attachment file) throws HeaderSyntaxException {
        ContentType type = ContentType.parse(file.contentType()).orElse(OCTETS);
        Attachment attachment = Attachment.of(file.filename(), type, file.content());
        boolean inline =
                switch (file.placement()) {
                    case UNSAID -> !file.contentId().isEmpty();
                    case ATTACHMENT -> false;
                    case INLINE -> true;
                };
        if (inline && !file.contentId().isEmpty()) {
            composer.inline(file.contentId(), attachment);
        } else {
            composer.attach(attachment);
        }
    }

    private static List<Mailbox> mailboxes(List<People.Known> people) {
        return people.stream().map(People.Known::mailbox).toList();
    }
}
