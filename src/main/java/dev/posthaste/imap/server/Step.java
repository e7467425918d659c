package dev.posthaste.imap.server;

import java.util.ArrayList;
import java.util.List;

/** What comes of one input: the state from now on, and what is done, in order. An {@link Effect.Ask} stands last. */
record Step(State next, List<Effect> effects) {

    /** Keeps a copy. */
    Step {
        effects = List.copyOf(effects);
    }

    static Step to(State next, Effect... effects) {
        return new Step(next, List.of(effects));
    }

    /** The same, with other effects before its own. */
    Step behind(List<? extends Effect> earlier) {
        if (earlier.isEmpty()) {
            return this;
        }
        List<Effect> all = new ArrayList<>(earlier);
        all.addAll(effects);
        return new Step(next, all);
    }
}
