package dev.posthaste.imap.server;

import java.util.List;
import java.util.function.Predicate;

/**
 * A capability and all that belongs to it. To add one is to write one of these and put it into the list of {@link
 * Extensions}.
 *
 * @param capability as CAPABILITY names it
 * @param announced in which states it is announced: what is announced is honoured completely, and what is not honoured is
 *     not announced (RFC 9051 section 6.1.1)
 * @param commands that it adds
 * @param features that ENABLE knows by it
 */
record Extension(
        String capability,
        Predicate<State.Ready> announced,
        List<Declaration> commands,
        List<Enabled.Feature> features) {

    /** Keeps copies. */
    Extension {
        commands = List.copyOf(commands);
        features = List.copyOf(features);
    }

    /**
     * A capability that is always announced. Before login too: clients that ask once, before, do not learn of it
     * otherwise.
     */
    static Extension of(String capability, Declaration... commands) {
        return new Extension(capability, state -> true, List.of(commands), List.of());
    }

    /** The same, announced only in some states. */
    Extension announced(Predicate<State.Ready> when) {
        return new Extension(capability, when, commands, features);
    }

    /** The same, with features that can be enabled. */
    Extension enables(Enabled.Feature... more) {
        return new Extension(capability, announced, commands, List.of(more));
    }
}
