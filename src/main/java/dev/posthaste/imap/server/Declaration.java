package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.CommandSyntax;

/**
 * A command as it is declared: its syntax, the states in which it is allowed (RFC 9051 section 6), and what it does. In
 * another state it is answered BAD.
 */
final class Declaration {

    /** Does a command in a state that allows it. */
    interface Handler<S extends State.Ready, C> {
        Step on(Task<S> task, C command);
    }

    private final CommandSyntax<Invocation> syntax;

    private Declaration(CommandSyntax<Invocation> syntax) {
        this.syntax = syntax;
    }

    /** A command for every state. */
    static <C> Declaration always(CommandSyntax<C> syntax, Handler<State.Ready, C> handler) {
        return new Declaration(syntax.map(
                command -> (extensions, state, tag) -> handler.on(new Task<>(extensions, state, tag), command)));
    }

    /** A command for the time before login. */
    static <C> Declaration beforeLogin(CommandSyntax<C> syntax, Handler<State.NotAuthenticated, C> handler) {
        return always(syntax, (task, command) -> switch (task.state()) {
            case State.NotAuthenticated state -> handler.on(task.in(state), command);
            case State.LoggedIn ignored -> task.finish(Answer.bad("Somebody is logged in already"));
        });
    }

    /** A command for the time after login, with or without a selected mailbox. */
    static <C> Declaration afterLogin(CommandSyntax<C> syntax, Handler<State.LoggedIn, C> handler) {
        return always(syntax, (task, command) -> switch (task.state()) {
            case State.NotAuthenticated ignored -> task.finish(Answer.bad("Log in first"));
            case State.LoggedIn state -> handler.on(task.in(state), command);
        });
    }

    /** A command on the selected mailbox. */
    static <C> Declaration whenSelected(CommandSyntax<C> syntax, Handler<State.Selected, C> handler) {
        return always(syntax, (task, command) -> switch (task.state()) {
            case State.NotAuthenticated ignored -> task.finish(Answer.bad("No mailbox is selected"));
            case State.Authenticated ignored -> task.finish(Answer.bad("No mailbox is selected"));
            case State.Selected state -> handler.on(task.in(state), command);
        });
    }

    /** What the parser reads it by. */
    CommandSyntax<Invocation> syntax() {
        return syntax;
    }
}
