package dev.posthaste.intake;

import dev.posthaste.address.DomainName;
import dev.posthaste.mime.HeaderBlock;
import dev.posthaste.mime.HeaderField;
import dev.posthaste.mime.HeaderSyntaxException;
import dev.posthaste.mime.MailDate;
import java.time.ZoneOffset;

/**
 * Completes the header of a submission (RFC 6409 section 8): Date and Message-ID are added where they are missing; Bcc,
 * Resent-Bcc and Return-Path are removed.
 */
final class CompletionStage implements Stage {

    private final DomainName hostname;

    /** @param hostname stands in a Message-ID where the author has no domain */
    CompletionStage(DomainName hostname) {
        this.hostname = hostname;
    }

    @Override
    public String name() {
        return "completion";
    }

    @Override
    public Place place() {
        return Place.HEADER;
    }

    @Override
    public boolean concerns(StageContext message) {
        return message.kind() == StageContext.Kind.SUBMIT;
    }

    @Override
    public Answer judge(StageContext message) {
        HeaderBlock header = message.header();
        HeaderBlock complete = header.without("Bcc").without("Resent-Bcc").without("Return-Path");
        if (complete.first("Date").isEmpty()) {
            complete = complete.withLast(
                    field("Date", MailDate.print(message.receivedAt().atOffset(ZoneOffset.UTC))));
        }
        if (complete.first("Message-ID").isEmpty()) {
            DomainName domain = Author.domain(header).orElse(hostname);
            complete = complete.withLast(field("Message-ID", "<" + message.email() + "@" + domain + ">"));
        }
        return Answer.of(new Action.ReplaceHeader(complete));
    }

    private static HeaderField field(String name, String text) {
        try {
            return HeaderField.of(name, text);
        } catch (HeaderSyntaxException impossible) {
            throw new IllegalStateException(name + " of our own making", impossible);
        }
    }
}
