package dev.posthaste.intake;

import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountRef;
import dev.posthaste.account.Destination;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import dev.posthaste.mime.AddressList;
import dev.posthaste.mime.HeaderBlock;
import dev.posthaste.mime.HeaderField;
import dev.posthaste.mime.HeaderSyntaxException;
import dev.posthaste.mime.MailDate;
import dev.posthaste.mime.Mailbox;
import dev.posthaste.senderauth.DkimKey;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a header must have to pass the door, and what a submission's header gets and loses there (RFC 6409 section 8): Date
 * and Message-ID are added where they are missing, Bcc and Resent-Bcc go. Mail from other servers is not changed.
 */
final class SubmissionRules {

    /** Hosts that a message may have passed (RFC 5321 section 6.3 asks for at least 100 of a limit that counts alone). */
    static final int MAX_RECEIVED = 100;

    private final LedgerIntake.Tools tools;
    private final Arrival arrival;
    private final EmailId email;
    private final Instant at;

    SubmissionRules(LedgerIntake.Tools tools, Arrival arrival, EmailId email, Instant at) {
        this.tools = tools;
        this.arrival = arrival;
        this.email = email;
        this.at = at;
    }

    /** What came of the check. */
    sealed interface Result {
        /** It passes. */
        record Passed(CheckedHeader header) implements Result {}

        /** It does not. */
        record Refused(Verdict.Reason reason, String detail) implements Result {}
    }

    /** Whether messages that come so are signed when their author's domain has keys. */
    static boolean isSigned(Arrival arrival) {
        return switch (arrival) {
            case Arrival.FromPeer peer -> false;
            case Arrival.FromRelay relay -> false;
            case Arrival.FromAccount account -> leaves(account.to());
            case Arrival.FromProgram program -> leaves(program.to());
            case Arrival.Notice notice -> leaves(notice.to());
            case Arrival.Append append -> false;
        };
    }

    /** Some recipient's account. */
    static AccountRef firstLocal(List<Recipient> recipients) {
        return recipients.stream()
                .flatMap(recipient -> local(recipient.destination()).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a message from another server is for somebody here"));
    }

    /** The account that a destination leads to. */
    static Optional<AccountRef> local(Destination destination) {
        return switch (destination) {
            case Destination.Local(AccountRef account) -> Optional.of(account);
            case Destination.Full(AccountRef account) -> Optional.of(account);
            case Destination.Unknown unknown -> Optional.empty();
            case Destination.Elsewhere elsewhere -> Optional.empty();
        };
    }

    Uni<Result> check(byte[] octets) {
        return switch (arrival) {
            case Arrival.FromPeer peer -> Uni.createFrom().item(checkTrace(octets));
            case Arrival.FromRelay relay -> Uni.createFrom().item(checkTrace(octets));
            case Arrival.FromAccount(AccountRef account, var from, var to, var asked, var trace) ->
                checkSubmission(HeaderBlock.parse(octets), author -> ownedBy(account.id(), author));
            case Arrival.FromProgram program ->
                checkSubmission(HeaderBlock.parse(octets), author -> hostedFor(program.tenant(), author));
            case Arrival.Notice notice -> sign(completed(HeaderBlock.parse(octets)));
            case Arrival.Append append ->
                Uni.createFrom().item(new Result.Passed(new CheckedHeader(octets, "", List.of())));
        };
    }

    /** Asks whether the sender may call himself {@code author}. */
    private interface Ownership {
        Uni<Boolean> isOwned(EmailAddress author);
    }

    private static boolean leaves(List<Recipient> recipients) {
        return recipients.stream().anyMatch(r -> r.destination() instanceof Destination.Elsewhere);
    }

    /** Nobody asks for the Message-ID of what is not a submission. */
    private static Result checkTrace(byte[] octets) {
        return loop(HeaderBlock.parse(octets))
                .<Result>map(loop -> loop)
                .orElseGet(() -> new Result.Passed(new CheckedHeader(octets, "", List.of())));
    }

    private static Optional<Result.Refused> loop(HeaderBlock header) {
        int hops = header.all("Received").size();
        return hops <= MAX_RECEIVED
                ? Optional.empty()
                : Optional.of(new Result.Refused(
                        Verdict.Reason.LOOP, "the message has passed " + hops + " hosts and is thought to loop"));
    }

    private Uni<Result> checkSubmission(HeaderBlock header, Ownership ownership) {
        Optional<Result.Refused> loop = loop(header);
        if (loop.isPresent()) {
            return Uni.createFrom().item(loop.get());
        }
        List<Mailbox> authors = authors(header);
        List<EmailAddress> addresses =
                authors.stream().flatMap(author -> author.address().stream()).toList();
        if (header.all("From").size() != 1 || addresses.isEmpty() || addresses.size() != authors.size()) {
            return Uni.createFrom()
                    .item(new Result.Refused(
                            Verdict.Reason.NO_AUTHOR,
                            "a submission has one From field with the address of its author"));
        }
        return ownsAll(ownership, addresses, 0)
                .chain(notOwned -> notOwned.isPresent()
                        ? Uni.createFrom()
                                .item(new Result.Refused(
                                        Verdict.Reason.NOT_YOUR_ADDRESS, "you may not send as " + notOwned.get()))
                        : sign(completed(header)));
    }

    private static List<Mailbox> authors(HeaderBlock header) {
        return header.first("From")
                .map(HeaderField::value)
                .map(AddressList::parse)
                .orElse(AddressList.EMPTY)
                .mailboxes();
    }

    /** The first address that is not owned, if there is one. */
    private static Uni<Optional<EmailAddress>> ownsAll(Ownership ownership, List<EmailAddress> addresses, int index) {
        if (index == addresses.size()) {
            return Uni.createFrom().item(Optional.empty());
        }
        EmailAddress address = addresses.get(index);
        return ownership
                .isOwned(address)
                .chain(owned -> owned
                        ? ownsAll(ownership, addresses, index + 1)
                        : Uni.createFrom().item(Optional.of(address)));
    }

    private Uni<Boolean> ownedBy(AccountId account, EmailAddress author) {
        return tools.around()
                .directory()
                .ownership(account, author)
                .map(ownership -> ownership == AccountDirectory.Ownership.OWNED);
    }

    private Uni<Boolean> hostedFor(TenantId tenant, EmailAddress author) {
        return tools.around()
                .directory()
                .hosted(author.domain())
                .map(hosted ->
                        hosted.filter(domain -> domain.tenant().equals(tenant)).isPresent());
    }

    private HeaderBlock completed(HeaderBlock header) {
        HeaderBlock complete = header.without("Bcc").without("Resent-Bcc").without("Return-Path");
        if (complete.first("Date").isEmpty()) {
            complete = complete.withLast(field("Date", MailDate.print(at.atOffset(ZoneOffset.UTC))));
        }
        if (complete.first("Message-ID").isEmpty()) {
            complete = complete.withLast(field("Message-ID", "<" + email + "@" + authorDomain(header) + ">"));
        }
        return complete;
    }

    private static HeaderField field(String name, String text) {
        try {
            return HeaderField.of(name, text);
        } catch (HeaderSyntaxException impossible) {
            throw new IllegalStateException(name + " of our own making", impossible);
        }
    }

    private DomainName authorDomain(HeaderBlock header) {
        return authors(header).stream()
                .flatMap(author -> author.address().stream())
                .map(EmailAddress::domain)
                .findFirst()
                .orElse(tools.settings().hostname());
    }

    private Uni<Result> sign(HeaderBlock header) {
        CheckedHeader unsigned = new CheckedHeader(header.toBytes(), messageId(header), List.of());
        if (!isSigned(arrival)) {
            return Uni.createFrom().item(new Result.Passed(unsigned));
        }
        return tools.around()
                .directory()
                .hosted(authorDomain(header))
                .map(hosted ->
                        new Result.Passed(new CheckedHeader(unsigned.octets(), unsigned.messageId(), keys(hosted))));
    }

    private List<DkimKey> keys(Optional<AccountDirectory.HostedDomain> hosted) {
        List<DkimKey> keys = new ArrayList<>();
        hosted.ifPresent(domain ->
                domain.keys().forEach(key -> keys.add(tools.keys().of(domain.name(), key))));
        return keys;
    }

    private static String messageId(HeaderBlock header) {
        return header.first("Message-ID")
                .map(HeaderField::value)
                .map(String::strip)
                .orElse("");
    }
}
