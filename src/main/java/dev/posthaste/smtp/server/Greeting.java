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
    private final Extensions extensions;

    Greeting(Service service, SmtpSettings settings, StartTls startTls, Extensions extensions) {
        this.service = service;
        this.settings = settings;
        this.startTls = startTls;
        this.extensions = extensions;
    }

    /** RFC 5321 section 4.3.1: the host's name comes first. */
    Reply banner() {
        return Reply.plain(220, settings.hostname() + (service.isLmtp() ? " LMTP" : " ESMTP") + " Posthaste");
    }

    Reply helo() {
        return Reply.plain(250, settings.hostname() + HELLO);
    }

    /** The answer to EHLO and LHLO. */
    Reply extensions(Link link) {
        List<String> lines = new ArrayList<>();
        lines.add(settings.hostname() + HELLO);
        lines.addAll(extensions.lines(offer(link)));
        return new Reply.Plain(250, lines);
    }

    boolean offersStartTls(Link link) {
        return offer(link).hasStartTls();
    }

    private Extension.Offer offer(Link link) {
        return new Extension.Offer(service, settings, startTls, link);
    }
}
