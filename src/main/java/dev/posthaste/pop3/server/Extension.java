package dev.posthaste.pop3.server;

import java.util.Map;
import java.util.function.Predicate;

/**
 * All that the server knows of one extension (RFC 2449): the line of CAPA, when it is announced, and the commands that it
 * adds. An extension is added to {@link Extensions#ALL} and nowhere else.
 *
 * @param capability the line of CAPA
 * @param announced whether CAPA has it in a state
 * @param verbs what its commands do, by keyword in upper case
 */
record Extension(String capability, Predicate<State> announced, Map<String, Verb> verbs) {

    /** Keeps its own copy of the verbs. */
    Extension {
        verbs = Map.copyOf(verbs);
    }

    /** What a command does. */
    interface Verb {

        /** Before login. */
        default Step on(State.Authorization state, String argument) {
            return Step.say(state, Session.AFTER_LOGIN);
        }

        /** After login. */
        default Step on(State.Transaction state, String argument) {
            return Step.say(state, Session.BEFORE_LOGIN);
        }
    }

    /** An extension that is announced in every state, and whose commands are part of the grammar. */
    static Extension always(String capability) {
        return of(capability, state -> true);
    }

    /** An extension whose commands, if it has any, are part of {@link dev.posthaste.pop3.wire.Command}. */
    static Extension of(String capability, Predicate<State> announced) {
        return new Extension(capability, announced, Map.of());
    }
}
