package dev.posthaste.pop3.server;

import dev.posthaste.pop3.server.Extension.Verb;
import dev.posthaste.pop3.wire.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The extensions of a server, in the order in which CAPA names them (RFC 2449 sections 5 and 6). */
final class Extensions {

    private static final Response.Ok FIRST = new Response.Ok("Capabilities follow");

    /** What this server implements. */
    static final Extensions ALL = new Extensions(List.of(
            Extension.always("TOP"),
            Extension.always("UIDL"),
            Extension.always("RESP-CODES"),
            Extension.always("AUTH-RESP-CODE"),
            Extension.always("PIPELINING"),
            Extension.always("EXPIRE NEVER"),
            Extension.always("IMPLEMENTATION Posthaste"),
            Extension.of("USER", Extensions::takesPasswords),
            Extension.of("SASL PLAIN", Extensions::takesPasswords),
            Extension.of("STLS", Extensions::canStartTls)));

    private final List<Extension> extensions;
    private final Map<String, Verb> verbs = new HashMap<>();

    /** An {@link IllegalArgumentException} if two have the same command. */
    Extensions(List<Extension> extensions) {
        this.extensions = List.copyOf(extensions);
        for (Extension extension : extensions) {
            extension.verbs().forEach(this::add);
        }
    }

    private void add(String keyword, Verb verb) {
        if (verbs.put(keyword, verb) != null) {
            throw new IllegalArgumentException("two extensions have " + keyword);
        }
    }

    /** The same, and one more. */
    Extensions with(Extension another) {
        return new Extensions(
                Stream.concat(extensions.stream(), Stream.of(another)).toList());
    }

    /** The answer to CAPA. */
    Effect capabilities(State state) {
        return new Effect.SayLines(
                FIRST,
                extensions.stream()
                        .filter(extension -> extension.announced().test(state))
                        .map(Extension::capability)
                        .toList());
    }

    /** The keywords of their commands. */
    Set<String> keywords() {
        return verbs.keySet();
    }

    /** What the command of one of {@link #keywords} does. */
    Verb verb(String keyword) {
        return Objects.requireNonNull(verbs.get(keyword));
    }

    private static boolean takesPasswords(State state) {
        return state instanceof State.Authorization authorization
                && authorization.channel().permitsPasswords();
    }

    private static boolean canStartTls(State state) {
        return state instanceof State.Authorization authorization
                && authorization.channel().canStartTls();
    }
}
