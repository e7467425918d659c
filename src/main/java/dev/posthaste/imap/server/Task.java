package dev.posthaste.imap.server;

import dev.posthaste.imap.server.SessionView.Numbers;
import dev.posthaste.imap.wire.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * A command under way: its tag, and the state in which it is done.
 *
 * @param state as the command has left it so far
 */
record Task<S extends State.Ready>(Extensions extensions, S state, String tag) {

    /** The same command in another state. */
    <T extends State.Ready> Task<T> in(T other) {
        return new Task<>(extensions, other, tag);
    }

    /** Waits for the answer to an effect; if that fails, the command is answered NO. */
    Step ask(Effect.Ask ask) {
        return Step.to(new State.Working(state, tag, State.OnFailure.ANSWER), ask);
    }

    /** As {@link #ask}, with something else done on failure. */
    Step ask(Effect.Ask ask, State.OnFailure onFailure) {
        return Step.to(new State.Working(state, tag, onFailure), ask);
    }

    /** Ends the command; messages may disappear before the answer. */
    Step finish(Answer answer) {
        return finish(List.of(), answer, Numbers.MAY_CHANGE);
    }

    /** Ends the command with responses that come before the answer. */
    Step finish(List<? extends Response> untagged, Answer answer) {
        return finish(untagged.stream().map(Effect.Write::new).toList(), answer, Numbers.MAY_CHANGE);
    }

    /**
     * Ends the command: effects of its own, then what is new in the selected mailbox, then the answer.
     *
     * @param numbers whether the RFC allows to report messages that are gone
     */
    Step finish(List<? extends Effect> before, Answer answer, Numbers numbers) {
        return finish(before, answer, numbers, Effect.When.NOTICED);
    }

    /** As {@link #finish(Answer)}, but reads the store even if nothing was noticed. */
    Step refreshAndFinish(Answer answer) {
        return finish(List.of(), answer, Numbers.MAY_CHANGE, Effect.When.ALWAYS);
    }

    private Step finish(List<? extends Effect> before, Answer answer, Numbers numbers, Effect.When when) {
        return Refresh.of(this, when, State.OnFailure.ANSWER, now -> {
                    List<Effect> effects = new ArrayList<>(Refresh.report(now.state(), numbers));
                    effects.add(new Effect.Write(answer.response(tag)));
                    return new Step(now.state(), effects);
                })
                .behind(before);
    }
}
