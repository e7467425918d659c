package dev.posthaste.api.email;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.api.Access;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.intake.Recipient;
import dev.posthaste.mime.AddressList;
import dev.posthaste.mime.Envelope;
import dev.posthaste.mime.LineEnds;
import dev.posthaste.mime.Mailbox;
import dev.posthaste.mime.MimeIndexer;
import dev.posthaste.queue.Email;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A message that a program wrote itself, and what its header says of its author and its recipients. */
final class RawEmail {

    private static final String PLACE = "/raw/data";

    private final byte[] octets;
    private final Envelope envelope;

    private RawEmail(byte[] octets, Envelope envelope) {
        this.octets = octets;
        this.envelope = envelope;
    }

    /** Reads the header; line ends become CR LF. */
    static RawEmail of(byte[] written) {
        byte[] octets = new LineEnds().convert(written, 0, written.length);
        MimeIndexer indexer = new MimeIndexer();
        indexer.feed(octets, 0, headerEnd(octets));
        return new RawEmail(octets, indexer.finish().index().envelope());
    }

    byte[] octets() {
        return octets;
    }

    /** The one author whose domain decides. */
    EmailAddress author() {
        List<Mailbox> authors = envelope.from().mailboxes();
        Optional<EmailAddress> author =
                authors.isEmpty() ? Optional.empty() : authors.getFirst().address();
        return author.orElseThrow(() ->
                ApiException.at(PLACE, ErrorCode.INVALID_MESSAGE, "the message has no From field with an address", ""));
    }

    /** The first mailbox of From, as the history keeps it. */
    Email.Person from() {
        Mailbox author = envelope.from().mailboxes().getFirst();
        return new Email.Person(author.decodedName(), author.spec());
    }

    String subject() {
        return envelope.decodedSubject();
    }

    /** Those of the To, Cc and Bcc fields. */
    List<CheckedEmail.Addressee> addressees() {
        List<CheckedEmail.Addressee> all = new ArrayList<>();
        add(envelope.to(), Recipient.Role.TO, all);
        add(envelope.cc(), Recipient.Role.CC, all);
        add(envelope.bcc(), Recipient.Role.BCC, all);
        if (all.isEmpty()) {
            throw ApiException.at(
                    PLACE, ErrorCode.MISSING_FIELD, "neither the request nor the message names a recipient", "");
        }
        if (all.size() > EmailCheck.MAX_RECIPIENTS) {
            throw ApiException.at(
                    PLACE,
                    ErrorCode.LIMIT_EXCEEDED,
                    "the message has " + all.size() + " recipients, at most " + EmailCheck.MAX_RECIPIENTS
                            + " are possible",
                    "");
        }
        return all;
    }

    private static void add(AddressList list, Recipient.Role role, List<CheckedEmail.Addressee> all) {
        for (Mailbox mailbox : list.mailboxes()) {
            EmailAddress address = mailbox.address()
                    .orElseThrow(() -> ApiException.at(
                            PLACE,
                            ErrorCode.INVALID_ADDRESS,
                            "'" + Access.shown(mailbox.spec()) + "' is no address",
                            ""));
            all.add(new CheckedEmail.Addressee(PLACE, new People.Known(mailbox.decodedName(), address), role));
        }
    }

    /** Where the body begins: behind the first empty line (RFC 5322 section 2.1). */
    private static int headerEnd(byte[] octets) {
        for (int i = 0; i + 3 < octets.length; i++) {
            if (octets[i] == '\r' && octets[i + 1] == '\n' && octets[i + 2] == '\r' && octets[i + 3] == '\n') {
                return i + 4;
            }
        }
        return octets.length;
    }
}
