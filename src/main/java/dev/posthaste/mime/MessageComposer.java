package dev.posthaste.mime;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Composes a message: set fields and content in any order, then call {@link #compose}. The result has only CRLF line
 * ends, no line longer than 998 octets, and this structure:
 *
 * <pre>
 * multipart/mixed
 *   multipart/alternative
 *     text/plain
 *     multipart/related
 *       text/html
 *       inline images
 *   attachments
 * </pre>
 *
 * <p>where a multipart with a single part is replaced by that part. Header injection is impossible: a CR, LF or NUL in a
 * text is a {@link HeaderSyntaxException}. Non-ASCII header text is encoded (RFC 2047); non-ASCII local parts stay in
 * UTF-8 (RFC 6532), which only SMTPUTF8 can transport.
 */
public final class MessageComposer {

    /** Maximum number of fields added by {@link #header}; the limit is ours. */
    public static final int MAX_EXTRA_FIELDS = 100;

    /** Maximum number of files in a message, so that {@link MimeIndexer} indexes all of them; the limit is ours. */
    public static final int MAX_FILES = 500;

    /** Fields that describe the structure, have their own method here, or may be written only by servers. */
    private static final Set<String> RESERVED = Set.of(
            "mime-version",
            "bcc",
            "resent-bcc",
            "from",
            "sender",
            "reply-to",
            "to",
            "cc",
            "subject",
            "date",
            "message-id",
            "in-reply-to",
            "references",
            "received",
            "return-path",
            "dkim-signature",
            "authentication-results",
            "delivered-to");

    private static final String BOUNDARY_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int BOUNDARY_LENGTH = 24;

    private final RandomGenerator random;
    private final List<HeaderField> extra = new ArrayList<>();
    private final List<Entity> inline = new ArrayList<>();
    private final List<Entity> attached = new ArrayList<>();
    private List<? extends Address> from = List.of();
    private List<? extends Address> sender = List.of();
    private List<? extends Address> replyTo = List.of();
    private List<? extends Address> to = List.of();
    private List<? extends Address> cc = List.of();
    private String date = "";
    private String subject = "";
    private String messageId = "";
    private String inReplyTo = "";
    private String references = "";
    private @Nullable String text;
    private @Nullable String html;
    private List<Entity> report = List.of();
    private int boundaries;

    /** @param random source of the boundaries */
    public MessageComposer(RandomGenerator random) {
        this.random = random;
    }

    /** {@code From}; one or more mailboxes. */
    public MessageComposer from(List<? extends Address> mailboxes) {
        this.from = mailboxes;
        return this;
    }

    /** {@code From}. */
    public MessageComposer from(Mailbox mailbox) {
        return from(List.of(mailbox));
    }

    /** {@code Sender}: required if {@code From} has several mailboxes (RFC 5322 section 3.6.2). */
    public MessageComposer sender(Mailbox mailbox) {
        this.sender = List.of(mailbox);
        return this;
    }

    /** {@code Reply-To}. */
    public MessageComposer replyTo(List<? extends Address> addresses) {
        this.replyTo = addresses;
        return this;
    }

    /** {@code To}. */
    public MessageComposer to(List<? extends Address> addresses) {
        this.to = addresses;
        return this;
    }

    /** {@code Cc}. */
    public MessageComposer cc(List<? extends Address> addresses) {
        this.cc = addresses;
        return this;
    }

    /** {@code Subject}. */
    public MessageComposer subject(String plainSubject) {
        this.subject = plainSubject;
        return this;
    }

    /** {@code Date}. */
    public MessageComposer date(OffsetDateTime moment) {
        this.date = MailDate.print(moment);
        return this;
    }

    /** {@code Message-ID}, with or without its angle brackets. */
    public MessageComposer messageId(String id) throws HeaderSyntaxException {
        this.messageId = requireId("Message-ID", id);
        return this;
    }

    /** {@code In-Reply-To}: the ids of the messages that this one answers. */
    public MessageComposer inReplyTo(List<String> ids) throws HeaderSyntaxException {
        this.inReplyTo = ids("In-Reply-To", ids);
        return this;
    }

    /** {@code References}: the ids of the thread, oldest first. */
    public MessageComposer references(List<String> ids) throws HeaderSyntaxException {
        this.references = ids("References", ids);
        return this;
    }

    /**
     * Adds any other field; order is kept, names may repeat.
     *
     * @throws HeaderSyntaxException if the name or the text is invalid; if the field has its own method here, describes
     *     the structure ({@code Content-*}) or may be written only by servers; or if there are too many fields
     */
    public MessageComposer header(String name, String value) throws HeaderSyntaxException {
        HeaderField field = HeaderField.of(name, value);
        String lower = name.toLowerCase(Locale.ROOT);
        if (RESERVED.contains(lower) || lower.startsWith("content-") || lower.startsWith("arc-")) {
            throw new HeaderSyntaxException(name, "this field cannot be set this way");
        }
        if (extra.size() >= MAX_EXTRA_FIELDS) {
            throw new HeaderSyntaxException(name, "more than " + MAX_EXTRA_FIELDS + " fields");
        }
        extra.add(field);
        return this;
    }

    /** The plain text; any kind of line end. */
    public MessageComposer text(String plain) {
        this.text = plain;
        return this;
    }

    /** The HTML. */
    public MessageComposer html(String markup) {
        this.html = markup;
        return this;
    }

    /**
     * A file to which the HTML refers as {@code cid:contentId}; attached if there is no HTML.
     *
     * @param contentId with or without angle brackets (RFC 2392)
     */
    public MessageComposer inline(String contentId, Attachment file) throws HeaderSyntaxException {
        List<HeaderField> fields = new ArrayList<>();
        fields.add(HeaderField.structured("Content-ID", requireId("Content-ID", contentId)));
        fields.add(disposition("inline", file));
        return file(file, fields, inline);
    }

    /** Adds an attachment. A {@code message/rfc822} is included as a message, not as encoded octets. */
    public MessageComposer attach(Attachment file) throws HeaderSyntaxException {
        return file(file, List.of(disposition("attachment", file)), attached);
    }

    /**
     * Makes the message a delivery report (RFC 6522, RFC 3464) instead of text and files.
     *
     * @param explanation the human-readable part
     * @param deliveryStatus the machine-readable part: groups of fields separated by empty lines (RFC 3464 section 2.1)
     */
    public MessageComposer deliveryReport(String explanation, String deliveryStatus, Returned returned)
            throws HeaderSyntaxException {
        return report(Entity.text("plain", explanation, List.of()), deliveryStatus, returned);
    }

    /** Like {@link #deliveryReport(String, String, Returned)}, with an explanation that is already encoded. */
    public MessageComposer deliveryReport(EncodedText explanation, String deliveryStatus, Returned returned)
            throws HeaderSyntaxException {
        return report(Entity.encoded(explanation), deliveryStatus, returned);
    }

    private MessageComposer report(Entity explanation, String deliveryStatus, Returned returned)
            throws HeaderSyntaxException {
        List<Entity> parts = new ArrayList<>();
        parts.add(explanation);
        byte[] status = Entity.lines(deliveryStatus).getBytes(StandardCharsets.UTF_8);
        LineCheck check = LineCheck.of(status);
        if (!check.isTransportable()) {
            throw new HeaderSyntaxException("", "a delivery status has lines of at most 998 octets and no NUL");
        }
        // RFC 6533 section 3: non-ASCII addresses need another type
        String type = check.isAscii() ? "message/delivery-status" : "message/global-delivery-status";
        parts.add(Entity.lines(type, status, List.of()));
        if (!returned.isNothing()) {
            parts.add(returned(returned));
        }
        this.report = List.copyOf(parts);
        return this;
    }

    private static Entity returned(Returned returned) throws HeaderSyntaxException {
        byte[] octets = returned.octets();
        if (returned.isMessage() && LineCheck.of(octets).isTransportable()) {
            return Entity.lines("message/rfc822", octets, List.of());
        }
        byte[] header = HeaderBlock.parse(octets).toBytes();
        return Entity.text("rfc822-headers", MailCharset.guess(header, 0, header.length), List.of());
    }

    /**
     * Returns the message.
     *
     * @throws HeaderSyntaxException if {@code From} or {@code Date} is missing (RFC 5322 section 3.6), an address is
     *     invalid, or a field contains an invalid character
     */
    public byte[] compose() throws HeaderSyntaxException {
        if (from.isEmpty() || date.isEmpty()) {
            throw new HeaderSyntaxException(from.isEmpty() ? "From" : "Date", "a message must have this field");
        }
        List<HeaderField> fields = new ArrayList<>();
        fields.add(HeaderField.structured("Date", date));
        addresses("From", from, fields);
        addresses("Sender", sender, fields);
        addresses("Reply-To", replyTo, fields);
        addresses("To", to, fields);
        addresses("Cc", cc, fields);
        fields.add(HeaderField.of("Subject", subject));
        ids("Message-ID", messageId, fields);
        ids("In-Reply-To", inReplyTo, fields);
        ids("References", references, fields);
        fields.addAll(extra);
        fields.add(HeaderField.structured("MIME-Version", "1.0"));
        Entity body = body();
        fields.addAll(body.fields());
        return written(fields, body);
    }

    private static byte[] written(List<HeaderField> fields, Entity body) {
        OctetBuffer out = new OctetBuffer();
        out.append(HeaderBlock.of(fields).toBytes());
        body.writeBody(out);
        int size = out.size();
        if (out.array()[size - 1] != '\n') {
            out.append('\r');
            out.append('\n');
        }
        return out.copy();
    }

    private Entity body() throws HeaderSyntaxException {
        if (!report.isEmpty()) {
            return multipart("report; report-type=delivery-status", report);
        }
        List<Entity> parts = new ArrayList<>();
        parts.add(readable());
        if (html == null) {
            parts.addAll(inline);
        }
        parts.addAll(attached);
        return parts.size() == 1 ? parts.getFirst() : multipart("mixed", parts);
    }

    private Entity readable() throws HeaderSyntaxException {
        String markup = html;
        if (markup == null) {
            return Entity.text("plain", text == null ? "" : text, List.of());
        }
        Entity shown = Entity.text("html", markup, List.of());
        if (!inline.isEmpty()) {
            List<Entity> related = new ArrayList<>(inline);
            related.addFirst(shown);
            // RFC 2387 section 3.1: the type of the root part is mandatory
            shown = multipart("related; type=\"text/html\"", related);
        }
        return text == null ? shown : multipart("alternative", List.of(Entity.text("plain", text, List.of()), shown));
    }

    private Entity multipart(String subtype, List<Entity> parts) throws HeaderSyntaxException {
        String boundary = boundary(parts);
        List<HeaderField> fields = new ArrayList<>();
        fields.add(HeaderField.structured("Content-Type", "multipart/" + subtype + "; boundary=\"" + boundary + '"'));
        if (parts.stream().anyMatch(Entity::needsEightBit)) {
            fields.add(HeaderField.structured("Content-Transfer-Encoding", "8bit"));
        }
        return new Entity.Multipart(List.copyOf(fields), boundary, List.copyOf(parts));
    }

    /**
     * A boundary that occurs in none of the parts. No boundary of a message is a prefix of another, because their
     * numbers differ.
     */
    private String boundary(List<Entity> parts) {
        while (true) {
            StringBuilder boundary =
                    new StringBuilder("=_").append(++boundaries).append('_');
            for (int i = 0; i < BOUNDARY_LENGTH; i++) {
                boundary.append(BOUNDARY_LETTERS.charAt(random.nextInt(BOUNDARY_LETTERS.length())));
            }
            byte[] octets = boundary.toString().getBytes(StandardCharsets.US_ASCII);
            if (parts.stream().noneMatch(part -> part.mayHold(octets))) {
                return boundary.toString();
            }
        }
    }

    private MessageComposer file(Attachment file, List<HeaderField> fields, List<Entity> into)
            throws HeaderSyntaxException {
        if (inline.size() + attached.size() >= MAX_FILES) {
            throw new HeaderSyntaxException("", "more than " + MAX_FILES + " files");
        }
        ContentType type = file.type();
        if (type.isMessage() && LineCheck.of(file.content()).isTransportable()) {
            into.add(Entity.lines(typed(type, file), file.content(), fields));
        } else {
            // RFC 2045 section 6.4: a multipart or message must not be encoded, so it is attached as octets
            boolean composite = type.isMultipart() || type.type().equals("message");
            ContentType written = composite ? new ContentType("application", "octet-stream", Parameters.NONE) : type;
            into.add(Entity.file(typed(written, file), file.content(), fields));
        }
        return this;
    }

    private static String typed(ContentType type, Attachment file) throws HeaderSyntaxException {
        StringBuilder written = new StringBuilder(requireToken(type.type()) + '/' + requireToken(type.subtype()));
        for (Parameter parameter : type.parameters().written()) {
            String name = requireToken(parameter.name());
            if (name.indexOf('*') < 0 && !name.equals("name")) {
                ExtendedParameters.write(name, parameter.value())
                        .forEach(piece -> written.append("; ").append(piece));
            }
        }
        if (!file.filename().isEmpty()) {
            written.append("; name=").append(AddressWriter.quoted(fallback(file.filename())));
        }
        return written.toString();
    }

    /** The file name in the form of RFC 2231, preceded by an ASCII one for readers that do not support that. */
    private static HeaderField disposition(String type, Attachment file) throws HeaderSyntaxException {
        String name = file.filename();
        if (!isClean(name)) {
            throw new HeaderSyntaxException("Content-Disposition", "a file name has no control characters");
        }
        StringBuilder written = new StringBuilder(type);
        if (!name.isEmpty()) {
            List<String> pieces = ExtendedParameters.write("filename", name);
            if (!pieces.getFirst().startsWith("filename=")) {
                written.append("; filename=").append(AddressWriter.quoted(fallback(name)));
            }
            pieces.forEach(piece -> written.append("; ").append(piece));
        }
        return HeaderField.structured("Content-Disposition", written.toString());
    }

    private static String fallback(String filename) {
        StringBuilder ascii = new StringBuilder();
        int limit = HeaderField.GOOD_LINE - "filename=\"\"".length() - 4;
        filename.codePoints()
                .skip(Math.max(0, filename.codePointCount(0, filename.length()) - limit))
                .forEach(c -> ascii.append(c >= ' ' && c < 0x7F && c != '"' && c != '\\' ? (char) c : '_'));
        return ascii.toString();
    }

    private static void addresses(String name, List<? extends Address> entries, List<HeaderField> fields)
            throws HeaderSyntaxException {
        if (entries.isEmpty()) {
            return;
        }
        for (Address entry : entries) {
            if (!isWritable(entry)) {
                throw new HeaderSyntaxException(name, "not an address that can be written to");
            }
        }
        fields.add(HeaderField.structured(name, String.join(", ", AddressWriter.encoded(List.copyOf(entries)))));
    }

    private static boolean isWritable(Address entry) {
        return switch (entry) {
            case Mailbox mailbox ->
                isClean(mailbox.name())
                        && mailbox.route().isEmpty()
                        && mailbox.address().isPresent();
            case Address.Group group ->
                isClean(group.name()) && group.members().stream().allMatch(MessageComposer::isWritable);
        };
    }

    private static boolean isClean(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    private static void ids(String name, String ids, List<HeaderField> fields) throws HeaderSyntaxException {
        if (!ids.isEmpty()) {
            fields.add(HeaderField.structured(name, ids));
        }
    }

    private static String ids(String field, List<String> ids) throws HeaderSyntaxException {
        List<String> written = new ArrayList<>();
        for (String id : ids) {
            written.add(requireId(field, id));
        }
        return String.join(" ", written);
    }

    /** The id in exactly one pair of angle brackets. */
    private static String requireId(String field, String id) throws HeaderSyntaxException {
        boolean bracketed = id.length() > 2 && id.startsWith("<") && id.endsWith(">");
        String bare = bracketed ? id.substring(1, id.length() - 1) : id;
        boolean good = !bare.isEmpty() && bare.length() < HeaderField.MAX_LINE - 20;
        for (int i = 0; i < bare.length(); i++) {
            char c = bare.charAt(i);
            good &= c > ' ' && c != 0x7F && c != '<' && c != '>' && !Character.isISOControl(c);
        }
        if (!good) {
            throw new HeaderSyntaxException(field, "not an id");
        }
        return '<' + bare + '>';
    }

    private static String requireToken(String text) throws HeaderSyntaxException {
        boolean good = !text.isEmpty() && text.length() < HeaderField.GOOD_LINE;
        for (int i = 0; i < text.length(); i++) {
            good &= Octets.isToken(text.charAt(i)) && text.charAt(i) < 0x7F;
        }
        if (!good) {
            throw new HeaderSyntaxException("Content-Type", "not a media type");
        }
        return text;
    }
}
