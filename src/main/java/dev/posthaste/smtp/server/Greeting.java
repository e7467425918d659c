package dev.posthaste.smtp.server;

import dev.posthaste.smtp.wire.Reply;
import java.util.ArrayList;
import java.util.List;

/** What a port says of itself: nothing that it does not do. */
final class Greeting {

    private static final String HELLO = " at your service";

    private final Service service;
    private final SmtpSettings settings;
    private final StartTls startTls;

    Greeting(Service service, SmtpSettings settings, StartTls startTls) {
        this.service = service;
        this.settings = settings;
        this.startTls = startTls;
    }

    /** RFC 5321 section 4.3.1: the host's name comes first. */
    Reply banner() {
        return Reply.plain(220, settings.hostname() + (service.isLmtp() ? " LMTP" : " ESMTP") + " Posthaste");
    }

    Reply helo() {
        return Reply.plain(250, settings.hostname() + HELLO);
    }

    /** The answer to EHLO, and to LHLO, which demands PIPELINING and ENHANCEDSTATUSCODES (RFC 2033 section 5). */
    Reply extensions(Link link) {
        List<String> lines = new ArrayList<>();
        lines.add(settings.hostname() + HELLO);
        lines.add("PIPELINING");
        lines.add("SIZE " + settings.maxMessageOctets());
        lines.add("8BITMIME");
        lines.add("SMTPUTF8");
        lines.add("ENHANCEDSTATUSCODES");
        if (offersStartTls(link)) {
            lines.add("STARTTLS");
        }
        if (service.isForUsers() && link.channel().permitsPasswords()) {
            lines.add("AUTH PLAIN LOGIN");
        }
        lines.add("HELP");
        return new Reply.Plain(250, lines);
    }

    boolean offersStartTls(Link link) {
        return startTls == StartTls.OFFERED && link.channel().canStartTls();
    }
}
