package dev.posthaste.pop3.server;

import dev.posthaste.pop3.wire.Response;

/** What comes of one input: the state from now on, and what is done. */
record Step(State next, Effect effect) {

    static Step say(State next, Response response) {
        return new Step(next, new Effect.Say(response, Effect.Pace.AT_ONCE));
    }

    static Step part(Response response) {
        return new Step(new State.Closed(), new Effect.Part(response, Effect.Pace.AT_ONCE));
    }
}
