package dev.posthaste.intake;

import dev.posthaste.address.DomainName;
import dev.posthaste.address.ReversePath;
import dev.posthaste.id.EmailId;
import dev.posthaste.mime.MailDate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;

/** The fields that the door puts in front (RFC 5321 section 4.4). Text of strangers cannot break a line or end a comment. */
final class TraceFields {

    /** A name of 255 octets (RFC 1035 section 2.3.4), an address of 45, what stands around them: 400 hold them all. */
    private static final int MAX_FROM = 400;

    private final DomainName hostname;

    TraceFields(DomainName hostname) {
        this.hostname = hostname;
    }

    /** One Received field, folded. There is no {@code for} clause: it would show a recipient to the others. */
    byte[] received(Trace trace, EmailId id, Instant at) {
        String field = "Received: from " + harmless(trace.from()) + "\r\n\tby " + hostname + " with "
                + harmless(trace.with()) + "\r\n\tid " + id + ";\r\n\t"
                + MailDate.print(at.atOffset(ZoneOffset.UTC)) + "\r\n";
        return field.getBytes(StandardCharsets.UTF_8);
    }

    /** The Return-Path field of final delivery. */
    byte[] returnPath(ReversePath path) {
        return ("Return-Path: " + path + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String harmless(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), MAX_FROM));
        text.chars()
                .limit(MAX_FROM)
                .filter(c -> c >= ' ' && c != 0x7F && c != ';')
                .forEach(c -> clean.append((char) c));
        return clean.toString();
    }
}
