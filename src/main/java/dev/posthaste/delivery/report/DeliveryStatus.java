package dev.posthaste.delivery.report;

import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.mime.MailDate;
import dev.posthaste.queue.Cause;
import dev.posthaste.queue.Evidence;
import dev.posthaste.queue.Settlement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** What a report says to programs: groups of fields, the message's first, then one for each recipient (RFC 3464). */
final class DeliveryStatus {

    /** A line of a report may have 998 octets; the name of its field and some room are kept. */
    private static final int MAX_DIAGNOSTIC = 900;

    private final DomainName ourselves;

    DeliveryStatus(DomainName ourselves) {
        this.ourselves = ourselves;
    }

    /** Groups divided by empty lines. */
    String of(List<Failed> failures) {
        StringBuilder status = new StringBuilder();
        Settlement first = failures.getFirst().settlement();
        field(status, "Reporting-MTA", "dns; " + ourselves.ascii());
        field(status, "Arrival-Date", date(first.result().lease().item().acceptedAt()));
        failures.forEach(failed -> recipient(status, failed));
        return status.toString();
    }

    private static void recipient(StringBuilder status, Failed failed) {
        status.append("\r\n");
        field(status, "Final-Recipient", address(failed.recipient()));
        field(status, "Action", "failed");
        field(status, "Status", failed.cause().status().text());
        evidence(status, failed.cause());
        field(status, "Last-Attempt-Date", date(failed.settlement().result().finishedAt()));
    }

    private static void evidence(StringBuilder status, Cause cause) {
        switch (cause.evidence()) {
            case Evidence.Replied(String host, int code, String text) -> {
                field(status, "Remote-MTA", "dns; " + printable(host));
                field(status, "Diagnostic-Code", "smtp; " + code + " " + printable(text));
            }
            // RFC 3464 section 2.3.6: a type of our own for what no protocol said.
            case Evidence.Observed(String text) -> field(status, "Diagnostic-Code", "x-posthaste; " + printable(text));
        }
    }

    // RFC 6533 section 3.
    private static String address(EmailAddress recipient) {
        return (recipient.needsUtf8() ? "utf-8; " : "rfc822; ") + recipient;
    }

    private static void field(StringBuilder status, String name, String value) {
        status.append(name).append(": ").append(value).append("\r\n");
    }

    private static String date(Instant time) {
        return MailDate.print(time.atOffset(ZoneOffset.UTC));
    }

    /** Nothing that another server said can begin a line of its own here. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.chars()
                .limit(MAX_DIAGNOSTIC)
                .map(c -> c >= ' ' && c < 0x7F ? c : '?')
                .forEach(c -> printable.append((char) c));
        return printable.toString();
    }
}
