package dev.posthaste.intake;

import dev.posthaste.address.DomainName;
import dev.posthaste.address.ReversePath;
import dev.posthaste.id.EmailId;
import dev.posthaste.mime.MailDate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * The trace fields that intake puts on top (RFC 5321 section 4.4), printed from an {@link Origin}. Text of strangers cannot
 * break a line or end a comment.
 */
final class TraceFields {

    /** A name of 255 octets (RFC 1035 section 2.3.4), an address of 45, what stands around them: 400 hold them all. */
    private static final int MAX_FROM = 400;

    private final DomainName hostname;

    TraceFields(DomainName hostname) {
        this.hostname = hostname;
    }

    /** One Received field, folded. There is no {@code for} clause: it would show a recipient to the others. */
    byte[] received(Origin origin, Acceptance.Transport transport, EmailId id, Instant at) {
        String field = "Received: from " + harmless(from(origin)) + "\r\n\tby " + hostname + " with "
                + with(origin, transport) + "\r\n\tid " + id + ";\r\n\t"
                + MailDate.print(at.atOffset(ZoneOffset.UTC)) + "\r\n";
        return field.getBytes(StandardCharsets.UTF_8);
    }

    /** The Return-Path field of final delivery. */
    static byte[] returnPath(ReversePath path) {
        return ("Return-Path: " + path + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** The "with" protocol types of RFC 3848, and those of RFC 6531 section 4.3 for messages with SMTPUTF8. */
    private static String with(Origin origin, Acceptance.Transport transport) {
        return switch (origin.entrance()) {
            case MX, LMTP, SUBMISSION -> protocol(origin, transport);
            case REST -> "HTTP";
            case GRPC -> "GRPC";
            case IMAP -> "IMAP";
            case SYSTEM -> "local";
        };
    }

    private static String protocol(Origin origin, Acceptance.Transport transport) {
        boolean utf8 = transport == Acceptance.Transport.UTF8;
        return switch (origin.peer().greeting()) {
            case LHLO -> (utf8 ? "UTF8LMTP" : "LMTP") + protection(origin);
            case EHLO -> (utf8 ? "UTF8SMTP" : "ESMTP") + protection(origin);
            // There is no type for what HELO knows nothing of.
            case HELO, NONE -> utf8 ? "UTF8SMTP" : "SMTP";
        };
    }

    private static String protection(Origin origin) {
        String secured = origin.security() instanceof Origin.Security.Tls ? "S" : "";
        return secured + (origin.isAuthenticated() ? "A" : "");
    }

    // RFC 5321 section 4.1.3: an IPv6 address has a tag. A name in U-labels would make a message that came without
    // SMTPUTF8
    // need it.
    private String from(Origin origin) {
        Origin.Peer peer = origin.peer();
        return switch (origin.entrance()) {
            case MX, LMTP, SUBMISSION ->
                ascii(peer.hello()) + " ([" + (peer.address().indexOf(':') < 0 ? "" : "IPv6:") + peer.address() + "])";
            case REST, GRPC, IMAP -> peer.address().isEmpty() ? "" : "[" + peer.address() + "]";
            case SYSTEM -> hostname + " (notice)";
        };
    }

    private static String ascii(String name) {
        StringBuilder ascii = new StringBuilder();
        name.codePoints().map(c -> c < 0x80 ? c : '?').forEach(ascii::appendCodePoint);
        return ascii.toString();
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
