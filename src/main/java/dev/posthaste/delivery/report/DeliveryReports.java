package dev.posthaste.delivery.report;

import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.LocalPart;
import dev.posthaste.address.ReversePath;
import dev.posthaste.id.Uuid7;
import dev.posthaste.mime.HeaderBlock;
import dev.posthaste.mime.HeaderField;
import dev.posthaste.mime.HeaderSyntaxException;
import dev.posthaste.mime.Mailbox;
import dev.posthaste.mime.MessageComposer;
import dev.posthaste.mime.MessageIds;
import dev.posthaste.mime.Returned;
import dev.posthaste.queue.FailureReports;
import dev.posthaste.queue.Item;
import dev.posthaste.queue.Settlement;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Writes one report for the recipients of an email that failed together, and submits it to intake. */
public final class DeliveryReports implements FailureReports {

    /**
     * Maximum size in octets of a message that is returned in full; of a larger one only the header is returned, up to
     * this size.
     */
    static final int MAX_RETURNED_OCTETS = 50_000;

    private static final Logger LOG = Logger.getLogger(DeliveryReports.class);

    private final DomainName ourselves;
    private final Original original;
    private final NoticeSubmitter submitter;
    private final Sources sources;

    /** Sources of time, randomness and ids. */
    public record Sources(InstantSource clock, RandomGenerator chance, Uuid7 ids) {}

    /** A reporter that names this server as the reporting MTA. */
    public DeliveryReports(DomainName ourselves, Original original, NoticeSubmitter submitter, Sources sources) {
        this.ourselves = ourselves;
        this.original = original;
        this.submitter = submitter;
        this.sources = sources;
    }

    @Override
    public Uni<Void> report(List<Settlement> failures) {
        List<Failed> failed =
                failures.stream().map(Failed::of).flatMap(Optional::stream).toList();
        if (failed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Item item = failures.getFirst().result().lease().item();
        return switch (item.reversePath()) {
            // RFC 5321 section 4.5.5: never answer a message with the null reverse-path.
            case ReversePath.Empty empty -> Uni.createFrom().voidItem();
            case ReversePath.Sender(EmailAddress sender) -> report(item, sender, failed);
        };
    }

    private Uni<Void> report(Item item, EmailAddress sender, List<Failed> failed) {
        return original.beginning(item, MAX_RETURNED_OCTETS)
                .flatMap(beginning -> submit(item, sender, compose(item, sender, failed, beginning)));
    }

    private Uni<Void> submit(Item item, EmailAddress sender, byte[] notice) {
        return submitter.submit(item.tenant(), sender, notice);
    }

    /** Composes the report; without the original if that cannot be part of a report. */
    byte[] compose(Item item, EmailAddress sender, List<Failed> failed, byte[] beginning) {
        try {
            return composer(sender, failed, returned(item, beginning))
                    .inReplyTo(messageIds(beginning))
                    .references(messageIds(beginning))
                    .compose();
        } catch (HeaderSyntaxException odd) {
            LOG.warnf("The report on %s returns nothing of the message: %s", item.email(), odd.getMessage());
            return composeBare(sender, failed);
        }
    }

    private byte[] composeBare(EmailAddress sender, List<Failed> failed) {
        try {
            return composer(sender, failed, Returned.nothing()).compose();
        } catch (HeaderSyntaxException impossible) {
            throw new IllegalStateException("a report with fixed texts cannot be composed", impossible);
        }
    }

    private MessageComposer composer(EmailAddress sender, List<Failed> failed, Returned returned)
            throws HeaderSyntaxException {
        EmailAddress daemon = new EmailAddress(new LocalPart("MAILER-DAEMON"), ourselves);
        return new MessageComposer(sources.chance())
                .from(Mailbox.of("Mail Delivery System", daemon))
                .to(List.of(Mailbox.of(sender)))
                .subject("Undelivered mail returned to its sender")
                .date(sources.clock().instant().atOffset(ZoneOffset.UTC))
                .messageId(sources.ids().next() + "@" + ourselves.ascii())
                // RFC 3834 section 5: suppresses vacation replies and the like.
                .header("Auto-Submitted", "auto-replied")
                .deliveryReport(
                        new Explanation(ourselves).of(failed), new DeliveryStatus(ourselves).of(failed), returned);
    }

    private static Returned returned(Item item, byte[] beginning) {
        return item.size() <= beginning.length
                ? Returned.message(beginning)
                : Returned.header(HeaderBlock.parse(beginning).toBytes());
    }

    private static List<String> messageIds(byte[] beginning) {
        return HeaderBlock.parse(beginning)
                .first("Message-ID")
                .map(HeaderField::value)
                .map(MessageIds::parse)
                .orElse(List.of());
    }
}
