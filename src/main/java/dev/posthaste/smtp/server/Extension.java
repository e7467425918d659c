package dev.posthaste.smtp.server;

import dev.posthaste.smtp.wire.Grammar;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that the server knows of one extension (RFC 5321 section 2.2): its line in the answer to EHLO or LHLO, and the commands
 * and parameters of MAIL that it adds. An extension is added to {@link Extensions#ALL} and nowhere else.
 *
 * @param announced the line; empty where the extension is not offered
 * @param verbs what its commands do, by keyword in upper case
 * @param mail parameters of MAIL, by keyword in upper case; their values are in {@code MailParameters.extended}
 */
record Extension(
        Function<Offer, Optional<String>> announced, Map<String, Verb> verbs, Map<String, Grammar.Parameter> mail) {

    /** Keeps its own copies. */
    Extension {
        verbs = Map.copyOf(verbs);
        mail = Map.copyOf(mail);
    }

    /** What decides whether an extension is offered: the port, and the connection as it is now. */
    record Offer(Service service, SmtpSettings settings, StartTls startTls, Link link) {

        boolean hasStartTls() {
            return startTls == StartTls.OFFERED && link.channel().canStartTls();
        }

        boolean hasAuth() {
            return service.isForUsers() && link.channel().permitsPasswords();
        }
    }

    /** What a command does. */
    interface Verb {

        /** The step in any state between two commands. */
        Step on(State.Commanding state, String argument);
    }

    /** An extension that is always offered, and whose commands and parameters are {@code smtp.wire}'s own. */
    static Extension always(String line) {
        return of(offer -> Optional.of(line));
    }

    /** An extension whose commands and parameters are {@code smtp.wire}'s own. */
    static Extension of(Function<Offer, Optional<String>> announced) {
        return new Extension(announced, Map.of(), Map.of());
    }
}
