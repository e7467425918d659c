package dev.posthaste.api.email;

import dev.posthaste.api.Access;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Findings;
import dev.posthaste.api.JsonPointer;
import dev.posthaste.intake.Recipient;
import dev.posthaste.mime.ContentType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at everything in a draft that can be judged without asking anybody, and reports all of it at once. */
final class EmailCheck {

    /** Recipients of one email. */
    static final int MAX_RECIPIENTS = 1000;

    /** Mailboxes in Reply-To. */
    static final int MAX_REPLY_TO = 20;

    /** Characters of a subject. RFC 5322 has no limit; mail readers show some 100. */
    static final int MAX_SUBJECT = 1000;

    /** Further header fields. */
    static final int MAX_HEADERS = 100;

    /** Characters of a field's name; RFC 5322 section 2.1.1 limits the line to 998. */
    static final int MAX_HEADER_NAME = 76;

    /** Characters of a field's value, which is folded. */
    static final int MAX_HEADER_VALUE = 8000;

    /** Attachments, inline images included. */
    static final int MAX_ATTACHMENTS = 200;

    /** Octets that file systems allow in a name. */
    static final int MAX_FILENAME = 255;

    /** Characters of a content id. */
    static final int MAX_CONTENT_ID = 200;

    /** Tags of one email. */
    static final int MAX_TAGS = 20;

    /** Characters of a tag. */
    static final int MAX_TAG = 100;

    /** Entries of metadata. */
    static final int MAX_METADATA = 50;

    /** Characters of a key of metadata. */
    static final int MAX_METADATA_KEY = 100;

    /** Characters of a value of metadata. */
    static final int MAX_METADATA_VALUE = 1000;

    /** Fields that have a place of their own in the request, or that the server writes. */
    private static final Set<String> RESERVED = Set.of(
            "from",
            "sender",
            "to",
            "cc",
            "bcc",
            "reply-to",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "received",
            "return-path",
            "delivered-to",
            "dkim-signature",
            "authentication-results");

    private static final List<String> RESERVED_BEGINNINGS = List.of("content-", "arc-", "resent-");

    private final EmailDraft draft;
    private final long maxOctets;
    private final Findings findings = new Findings();

    private EmailCheck(EmailDraft draft, long maxOctets) {
        this.draft = draft;
        this.maxOctets = maxOctets;
    }

    /** The draft, checked; fails with all that is wrong with it. */
    static CheckedEmail check(EmailDraft draft, long maxOctets) {
        return new EmailCheck(draft, maxOctets).checked();
    }

    private CheckedEmail checked() {
        EmailDraft.Addressees people = draft.addressees();
        Optional<People.Known> from = author(people.from());
        List<CheckedEmail.Addressee> addressees = new ArrayList<>();
        read("/to", people.to(), Recipient.Role.TO, addressees);
        read("/cc", people.cc(), Recipient.Role.CC, addressees);
        read("/bcc", people.bcc(), Recipient.Role.BCC, addressees);
        count("/to", people.to().size() + people.cc().size() + people.bcc().size(), MAX_RECIPIENTS, "recipients");
        List<People.Known> replyTo = replyTo(people.replyTo());
        if (draft.raw().isPresent()) {
            checkRaw(draft.raw().get());
        } else {
            checkComposition(addressees);
        }
        checkLabels();
        findings.throwIfAny();
        requireSize();
        return new CheckedEmail(from, addressees, replyTo, draft);
    }

    private Optional<People.Known> author(Optional<EmailDraft.Person> from) {
        if (from.isEmpty() && draft.raw().isEmpty()) {
            findings.add("/from", ErrorCode.MISSING_FIELD, "'from' is required");
        }
        return from.flatMap(person -> People.read("/from", person, findings));
    }

    private void read(
            String pointer, List<EmailDraft.Person> people, Recipient.Role role, List<CheckedEmail.Addressee> all) {
        for (int i = 0; i < Math.min(people.size(), MAX_RECIPIENTS); i++) {
            String place = pointer + '/' + i;
            People.read(place, people.get(i), findings)
                    .ifPresent(known -> all.add(new CheckedEmail.Addressee(place, known, role)));
        }
    }

    private List<People.Known> replyTo(List<EmailDraft.Person> people) {
        count("/reply_to", people.size(), MAX_REPLY_TO, "mailboxes");
        List<People.Known> known = new ArrayList<>();
        for (int i = 0; i < Math.min(people.size(), MAX_REPLY_TO); i++) {
            People.read("/reply_to/" + i, people.get(i), findings).ifPresent(known::add);
        }
        return known;
    }

    private void checkRaw(byte[] raw) {
        EmailDraft.Composition other = draft.composition();
        conflict("/from", draft.addressees().from().isEmpty());
        conflict("/reply_to", draft.addressees().replyTo().isEmpty());
        conflict("/subject", other.subject().isEmpty());
        conflict("/text", other.text().isEmpty());
        conflict("/html", other.html().isEmpty());
        conflict("/headers", other.headers().isEmpty());
        conflict("/attachments", other.attachments().isEmpty());
        if (raw.length == 0) {
            findings.add("/raw/data", ErrorCode.MISSING_FIELD, "the raw message is empty");
        }
    }

    private void conflict(String pointer, boolean absent) {
        if (!absent) {
            findings.add(
                    pointer,
                    ErrorCode.CONTENT_CONFLICT,
                    "'" + pointer.substring(1) + "' cannot stand beside 'raw'",
                    "a raw message says it itself");
        }
    }

    private void checkComposition(List<CheckedEmail.Addressee> addressees) {
        EmailDraft.Composition content = draft.composition();
        if (addressees.isEmpty() && findings.isEmpty()) {
            findings.add("/to", ErrorCode.MISSING_FIELD, "an email needs a recipient in to, cc or bcc");
        }
        if (content.text().isEmpty()
                && content.html().isEmpty()
                && content.attachments().isEmpty()) {
            findings.add("/text", ErrorCode.MISSING_FIELD, "an email needs text, html, attachments or raw");
        }
        findings.limit("/subject", content.subject(), MAX_SUBJECT);
        findings.singleLine("/subject", content.subject());
        count("/headers", content.headers().size(), MAX_HEADERS, "header fields");
        for (int i = 0; i < Math.min(content.headers().size(), MAX_HEADERS); i++) {
            checkField("/headers/" + i, content.headers().get(i));
        }
        count("/attachments", content.attachments().size(), MAX_ATTACHMENTS, "attachments");
        for (int i = 0; i < Math.min(content.attachments().size(), MAX_ATTACHMENTS); i++) {
            checkAttachment("/attachments/" + i, content.attachments().get(i));
        }
    }

    private void checkField(String pointer, EmailDraft.Field field) {
        String name = field.name().toLowerCase(Locale.ROOT);
        boolean wellFormed = !name.isEmpty()
                && name.length() <= MAX_HEADER_NAME
                && name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ':');
        if (!wellFormed) {
            findings.add(
                    pointer + "/name",
                    ErrorCode.INVALID_HEADER,
                    "'" + Access.shown(field.name()) + "' is not the name of a header field",
                    "1 to " + MAX_HEADER_NAME + " visible ASCII characters without a colon");
        } else if (RESERVED.contains(name) || RESERVED_BEGINNINGS.stream().anyMatch(name::startsWith)) {
            findings.add(
                    pointer + "/name",
                    ErrorCode.INVALID_HEADER,
                    "'" + field.name() + "' cannot be set as a header",
                    "it has a field of its own in the request, or the server writes it");
        }
        if (field.value().codePoints().anyMatch(Character::isISOControl)) {
            findings.add(
                    pointer + "/value",
                    ErrorCode.INVALID_HEADER,
                    "has a line break or another control character",
                    "long values are folded by the server");
        }
        findings.limit(pointer + "/value", field.value(), MAX_HEADER_VALUE);
    }

    private void checkAttachment(String pointer, EmailDraft.Attachment attachment) {
        String filename = attachment.filename();
        findings.limit(pointer + "/filename", filename, MAX_FILENAME);
        if (filename.codePoints().anyMatch(c -> Character.isISOControl(c) || c == '/' || c == '\\')) {
            findings.add(
                    pointer + "/filename",
                    ErrorCode.INVALID_VALUE,
                    "a file name has no path and no control characters");
        }
        checkContentType(pointer + "/content_type", attachment.contentType());
        String id = attachment.contentId();
        findings.limit(pointer + "/content_id", id, MAX_CONTENT_ID);
        if (id.chars().anyMatch(c -> c <= ' ' || c >= 0x7F || "<>()[],;:\\\"".indexOf(c) >= 0)) {
            findings.add(
                    pointer + "/content_id",
                    ErrorCode.INVALID_VALUE,
                    "'" + Access.shown(id) + "' is no content id",
                    "visible ASCII without brackets, as in cid:logo");
        }
    }

    private void checkContentType(String pointer, String text) {
        if (text.isEmpty()) {
            return;
        }
        boolean controls = text.codePoints().anyMatch(Character::isISOControl);
        Optional<ContentType> type = controls ? Optional.empty() : ContentType.parse(text);
        if (type.filter(found -> !found.isMultipart()).isEmpty()) {
            findings.add(
                    pointer,
                    ErrorCode.INVALID_VALUE,
                    "'" + Access.shown(text) + "' is no media type of an attachment",
                    "application/pdf");
        }
    }

    private void checkLabels() {
        List<String> tags = draft.labels().tags();
        count("/tags", tags.size(), MAX_TAGS, "tags");
        for (int i = 0; i < Math.min(tags.size(), MAX_TAGS); i++) {
            checkTag("/tags/" + i, tags.get(i), findings);
        }
        Map<String, String> metadata = draft.labels().metadata();
        count("/metadata", metadata.size(), MAX_METADATA, "entries");
        metadata.forEach((key, value) -> checkEntry(JsonPointer.child("/metadata", key), key, value));
    }

    /** A tag that is looked for. */
    static void requireTag(String tag) {
        Findings findings = new Findings();
        checkTag("/tag", tag, findings);
        findings.throwIfAny();
    }

    private static void checkTag(String pointer, String tag, Findings findings) {
        findings.require(pointer, tag);
        findings.limit(pointer, tag, MAX_TAG);
        findings.singleLine(pointer, tag);
    }

    private void checkEntry(String pointer, String key, String value) {
        findings.limit(pointer, key, MAX_METADATA_KEY);
        findings.limit(pointer, value, MAX_METADATA_VALUE);
        if (key.indexOf(0) >= 0 || value.indexOf(0) >= 0) {
            findings.add(pointer, ErrorCode.INVALID_VALUE, "has a NUL character");
        }
    }

    private void count(String pointer, int number, int max, String what) {
        if (number > max) {
            findings.add(
                    pointer,
                    ErrorCode.LIMIT_EXCEEDED,
                    "has " + number + " " + what + ", at most " + max + " are possible");
        }
    }

    /** Base64 makes four octets of three; what is too large before it is composed need not be composed. */
    private void requireSize() {
        EmailDraft.Composition content = draft.composition();
        long attached = content.attachments().stream()
                .mapToLong(attachment -> attachment.content().length)
                .sum();
        long octets = draft.raw().map(raw -> (long) raw.length).orElse(0L)
                + content.text().length()
                + content.html().length()
                + attached / 3 * 4;
        if (octets > maxOctets) {
            throw ApiException.of(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "the message would have at least " + octets + " octets, at most " + maxOctets + " are possible");
        }
    }
}
