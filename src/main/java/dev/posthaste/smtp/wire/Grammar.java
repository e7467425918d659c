package dev.posthaste.smtp.wire;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What extensions add to the grammar that {@link CommandParser} has by itself (RFC 5321 section 2.2.1). Keywords are in upper
 * case.
 *
 * @param verbs commands that are given out as {@link Command.Extended}
 * @param mail parameters of MAIL beyond those of {@link MailParameters}, by keyword
 */
public record Grammar(Set<String> verbs, Map<String, Parameter> mail) {

    /** No extension. */
    public static final Grammar CORE = new Grammar(Set.of(), Map.of());

    /** Keeps its own copies. */
    public Grammar {
        verbs = Set.copyOf(verbs);
        mail = Map.copyOf(mail);
    }

    /**
     * A parameter.
     *
     * @param value whether the text behind "=" is a value of it; the text is empty if there is no "="
     * @param octets how much longer the command may be with it (RFC 5321 section 4.5.3.1.11)
     */
    public record Parameter(Predicate<String> value, int octets) {}

    /** The longest MAIL command, CR LF included. */
    int maxMailOctets() {
        return CommandParser.MAX_MAIL_OCTETS
                + mail.values().stream().mapToInt(Parameter::octets).sum();
    }
}
