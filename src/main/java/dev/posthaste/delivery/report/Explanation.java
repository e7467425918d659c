package dev.posthaste.delivery.report;

import dev.posthaste.address.DomainName;
import dev.posthaste.mime.EncodedText;
import dev.posthaste.mime.TransferEncoding;
import dev.posthaste.queue.Evidence;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.mailencoder.EncodedPart;
import io.vertx.ext.mail.mailencoder.MailEncoder;
import java.util.List;
import java.util.Objects;

/** The human-readable part of a report; Vert.x Mail encodes it. */
final class Explanation {

    /** Maximum number of recipients described; the machine-readable part lists all of them. */
    static final int MAX_RECIPIENTS = 50;

    private final DomainName ourselves;

    Explanation(DomainName ourselves) {
        this.ourselves = ourselves;
    }

    /** The text, encoded for any transport. */
    EncodedText of(List<Failed> failures) {
        MailMessage message = new MailMessage().setText(text(failures));
        EncodedPart part = new MailEncoder(message, ourselves.ascii()).encodeMail();
        TransferEncoding encoding = TransferEncoding.of(field(part, "Content-Transfer-Encoding"));
        return new EncodedText(field(part, "Content-Type"), encoding, part.body());
    }

    private static String field(EncodedPart part, String name) {
        return Objects.requireNonNull(part.headers().get(name), name);
    }

    private String text(List<Failed> failures) {
        StringBuilder text = new StringBuilder();
        text.append("This is the mail system at ").append(ourselves.ascii()).append(".\n\n");
        text.append("Your message could not be delivered to ");
        text.append(failures.size() == 1 ? "one recipient" : failures.size() + " recipients");
        text.append(". It will not be tried again.\n");
        failures.stream().limit(MAX_RECIPIENTS).forEach(failed -> paragraph(text, failed));
        if (failures.size() > MAX_RECIPIENTS) {
            text.append("\nThe others are listed in the attached report.\n");
        }
        return text.toString();
    }

    private static void paragraph(StringBuilder text, Failed failed) {
        text.append("\n<").append(failed.recipient()).append(">\n    ");
        switch (failed.reason()) {
            case REFUSED -> {}
            case EXPIRED -> text.append("It was tried for too long. The last time: ");
        }
        switch (failed.cause().evidence()) {
            case Evidence.Replied(String host, int code, String reply) ->
                text.append("The host ")
                        .append(DeliveryStatus.printable(host))
                        .append(" said: ")
                        .append(code)
                        .append(' ')
                        .append(DeliveryStatus.printable(reply));
            case Evidence.Observed(String seen) -> text.append(DeliveryStatus.printable(seen));
        }
        text.append('\n');
    }
}
