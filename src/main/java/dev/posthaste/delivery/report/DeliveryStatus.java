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

/** The machine-readable part of a report: field groups, first the message's, then one for each recipient (RFC 3464). */
final class DeliveryStatus {

    /**
     * Maximum characters of a diagnostic text; a line may have 998 octets, and the rest is reserved for the field name.
     */
    private static final int MAX_DIAGNOSTIC = 900;

    private final DomainName ourselves;

    DeliveryStatus(DomainName ourselves) {
        this.ourselves = ourselves;
    }

    /** The groups, separated by empty lines. */
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
            // RFC 3464 section 2.3.6: our own type for diagnostics that are not from a protocol.
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

    /** Replaces everything in a remote server's text that could begin a new line. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.chars()
                .limit(MAX_DIAGNOSTIC)
                .map(c -> c >= ' ' && c < 0x7F ? c : '?')
                .forEach(c -> printable.append((char) c));
        return printable.toString();
    }
}
