package dev.posthaste.imap.server;

/** A command with its arguments, ready to be done. */
interface Invocation {

    /** What it does in a state, or its refusal if it is not allowed there. */
    Step on(Extensions extensions, State.Ready state, String tag);
}
