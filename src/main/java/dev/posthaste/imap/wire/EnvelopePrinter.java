package dev.posthaste.imap.wire;

import dev.posthaste.mime.Address;
import dev.posthaste.mime.AddressList;
import dev.posthaste.mime.EncodedWords;
import dev.posthaste.mime.Envelope;
import dev.posthaste.mime.Mailbox;
import java.util.Optional;

/**
 * Writes an envelope.
 *
 * <pre>
 * envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP env-cc SP env-bcc SP
 *            env-in-reply-to SP env-message-id ")"                          ; RFC 9051 section 9
 * address  = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"
 * </pre>
 *
 * <p>A header may contain raw UTF-8 (RFC 6532). For an IMAP4rev1 client the subject and names are then written as
 * encoded words; in an address, where encoded words are not allowed, non-ASCII characters are replaced.
 */
public final class EnvelopePrinter {

    private EnvelopePrinter() {}

    /** Writes {@code envelope} to {@code out}. */
    public static void print(Envelope envelope, ResponseWriter out) {
        out.raw("(");
        string(envelope.date(), out);
        out.raw(" ");
        text(envelope.subject(), out);
        out.raw(" ");
        addresses(envelope.from(), out);
        out.raw(" ");
        addresses(envelope.senderOrFrom(), out);
        out.raw(" ");
        addresses(envelope.replyToOrFrom(), out);
        out.raw(" ");
        addresses(envelope.to(), out);
        out.raw(" ");
        addresses(envelope.cc(), out);
        out.raw(" ");
        addresses(envelope.bcc(), out);
        out.raw(" ");
        string(envelope.inReplyTo(), out);
        out.raw(" ");
        string(envelope.messageId(), out);
        out.raw(")");
    }

    private static void addresses(AddressList list, ResponseWriter out) {
        if (list.isEmpty()) {
            out.nil();
            return;
        }
        out.raw("(");
        for (Address entry : list.entries()) {
            switch (entry) {
                case Mailbox mailbox -> mailbox(mailbox, out);
                case Address.Group group -> group(group, out);
            }
        }
        out.raw(")");
    }

    // RFC 9051 section 7.5.2: the start of a group has a name and no host, its end has neither.
    private static void group(Address.Group group, ResponseWriter out) {
        out.raw("(NIL NIL ").string(encoded(group.name(), out)).raw(" NIL)");
        for (Mailbox member : group.members()) {
            mailbox(member, out);
        }
        out.raw("(NIL NIL NIL NIL)");
    }

    // A NIL host would start a group, so a mailbox without a host has an empty one.
    private static void mailbox(Mailbox mailbox, ResponseWriter out) {
        out.raw("(");
        text(present(mailbox.name()), out);
        out.raw(" ");
        string(present(mailbox.route()), out);
        out.raw(" ").string(mailbox.local()).raw(" ").string(mailbox.host()).raw(")");
    }

    private static Optional<String> present(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Writes human-readable text. */
    static void text(Optional<String> text, ResponseWriter out) {
        string(text.map(t -> encoded(t, out)), out);
    }

    /** Writes machine-readable text. */
    static void string(Optional<String> text, ResponseWriter out) {
        text.ifPresentOrElse(out::string, out::nil);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static String encoded(String text, ResponseWriter out) {
        return out.dialect() == Dialect.REV2 || isAscii(text) ? text : EncodedWords.encode(text);
    }
}
