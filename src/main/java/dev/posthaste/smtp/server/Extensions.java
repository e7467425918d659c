package dev.posthaste.smtp.server;

import dev.posthaste.smtp.server.Extension.Offer;
import dev.posthaste.smtp.server.Extension.Verb;
import dev.posthaste.smtp.wire.Grammar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The extensions of a server, in the order in which EHLO names them. */
final class Extensions {

    /** What this server implements; PIPELINING and ENHANCEDSTATUSCODES are required of LMTP (RFC 2033 section 5). */
    static final Extensions ALL = new Extensions(List.of(
            Extension.always("PIPELINING"),
            Extension.of(offer -> Optional.of("SIZE " + offer.settings().maxMessageOctets())),
            Extension.always("8BITMIME"),
            Extension.always("SMTPUTF8"),
            Extension.always("ENHANCEDSTATUSCODES"),
            Extension.of(offer -> Optional.of("STARTTLS").filter(line -> offer.hasStartTls())),
            Extension.of(offer -> Optional.of("AUTH PLAIN LOGIN").filter(line -> offer.hasAuth())),
            Extension.always("HELP")));

    private final List<Extension> extensions;
    private final Map<String, Verb> verbs = new HashMap<>();
    private final Grammar grammar;

    /** An {@link IllegalArgumentException} if two have the same command or the same parameter. */
    Extensions(List<Extension> extensions) {
        this.extensions = List.copyOf(extensions);
        Map<String, Grammar.Parameter> mail = new HashMap<>();
        for (Extension extension : extensions) {
            extension.verbs().forEach((keyword, verb) -> add(verbs, keyword, verb));
            extension.mail().forEach((keyword, parameter) -> add(mail, keyword, parameter));
        }
        grammar = new Grammar(verbs.keySet(), mail);
    }

    private static <T> void add(Map<String, T> all, String keyword, T one) {
        if (all.put(keyword, one) != null) {
            throw new IllegalArgumentException("two extensions have " + keyword);
        }
    }

    /** The same, and one more. */
    Extensions with(Extension another) {
        return new Extensions(
                Stream.concat(extensions.stream(), Stream.of(another)).toList());
    }

    /** The lines of the answer to EHLO and LHLO, behind the first. */
    List<String> lines(Offer offer) {
        return extensions.stream()
                .map(extension -> extension.announced().apply(offer))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What they add to the grammar of commands. */
    Grammar grammar() {
        return grammar;
    }

    /** What a command that the grammar has does. */
    Verb verb(String keyword) {
        return Objects.requireNonNull(verbs.get(keyword));
    }
}
