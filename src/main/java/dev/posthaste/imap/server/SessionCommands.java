package dev.posthaste.imap.server;

import dev.posthaste.imap.server.SessionView.Numbers;
import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.Condition;
import dev.posthaste.imap.wire.Response;
import dev.posthaste.imap.wire.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Commands on the session itself. */
final class SessionCommands {

    private SessionCommands() {}

    static Step capability(Task<State.Ready> task, Command.Capability command) {
        List<String> capabilities = task.extensions().capabilities(task.state());
        return task.finish(List.of(new Response.Capability(capabilities)), Answer.ok("Capabilities listed"));
    }

    static Step noop(Task<State.Ready> task, Command.Noop command) {
        return task.refreshAndFinish(Answer.ok("Nothing done"));
    }

    static Step check(Task<State.Selected> task, Command.Check command) {
        return task.refreshAndFinish(Answer.ok("Checked"));
    }

    static Step id(Task<State.Ready> task, Command.Id command) {
        return task.finish(List.of(new Response.Id("Posthaste", "Posthaste")), Answer.ok("Pleased to meet you"));
    }

    static Step logout(Task<State.Ready> task, Command.Logout command) {
        return Step.to(
                new State.LoggedOut(task.state().client()),
                new Effect.Unwatch(),
                new Effect.Write(Response.bye(ResponseCode.NONE, "Logging out")),
                new Effect.Write(new Response.Status(task.tag(), Condition.OK, ResponseCode.NONE, "Goodbye")),
                new Effect.Close());
    }

    /** RFC 5161: names that are not known are passed over, and what was enabled before is not named again. */
    static Step enable(Task<State.LoggedIn> task, Command.Enable command) {
        if (task.state() instanceof State.Selected) {
            return task.finish(Answer.bad("ENABLE comes before SELECT"));
        }
        Enabled before = task.state().client().enabled();
        TreeMap<String, Enabled.Feature> fresh = new TreeMap<>();
        for (String name : command.capabilities()) {
            task.extensions()
                    .feature(name)
                    .filter(feature -> !before.has(feature))
                    .ifPresent(feature -> fresh.put(feature.name(), feature));
        }
        State.Client client = task.state().client().with(before.with(Set.copyOf(fresh.values())));
        return task.in(task.state().with(client))
                .finish(List.of(new Response.Enabled(List.copyOf(fresh.keySet()))), Answer.ok("Enabled"));
    }

    static Step idle(Task<State.LoggedIn> task, Command.Idle command) {
        return reportWhileIdle(task, Effect.When.ALWAYS)
                .behind(List.of(new Effect.Write(new Response.Continuation("idling"))));
    }

    /** Reports what is new, and goes on to wait for DONE. */
    static Step reportWhileIdle(Task<State.LoggedIn> task, Effect.When when) {
        State.OnFailure onFailure =
                switch (when) {
                    case ALWAYS -> State.OnFailure.ANSWER;
                    // The client has sent nothing that could be answered.
                    case NOTICED -> State.OnFailure.END;
                };
        return Refresh.of(task, when, onFailure, now -> {
            List<Effect> effects = new ArrayList<>(Refresh.report(now.state(), Numbers.MAY_CHANGE));
            return new Step(new State.Idling(task.state(), task.tag()), effects);
        });
    }

    static Step unselect(Task<State.Selected> task, Command.Unselect command) {
        return unselected(task, List.of(), Answer.ok("Unselected"));
    }

    /** Leaves the selected mailbox, and ends the command. */
    static Step unselected(Task<State.Selected> task, List<Response> untagged, Answer answer) {
        return task.in(task.state().unselected()).finish(untagged, answer).behind(List.of(new Effect.Unwatch()));
    }
}
