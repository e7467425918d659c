package dev.posthaste.imap.server;

import dev.posthaste.imap.server.SessionView.Numbers;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.mailbox.FolderSnapshot;
import dev.posthaste.mailbox.MailboxStore.Access;
import dev.posthaste.mailbox.MailboxStore.Changes;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Brings the view of the selected mailbox up to date, and reports what the client does not know. */
final class Refresh {

    private Refresh() {}

    /** Takes in what changed in the selected mailbox, if there is one, and goes on. Ends the session if the mailbox is gone. */
    static Step of(
            Task<? extends State.Ready> task,
            Effect.When when,
            State.OnFailure onFailure,
            Function<Task<? extends State.Ready>, Step> then) {
        if (!(task.state() instanceof State.Selected selected)) {
            return then.apply(task);
        }
        SessionView view = selected.view();
        Effect.ReadChanges read = new Effect.ReadChanges(
                view.mailbox(),
                view.modSeq(),
                when,
                changes -> changes.map(known -> merge(task, selected, known, onFailure, then))
                        .orElseGet(() -> then.apply(task)));
        return task.ask(read, onFailure);
    }

    private static Step merge(
            Task<? extends State.Ready> task,
            State.Selected selected,
            Changes changes,
            State.OnFailure onFailure,
            Function<Task<? extends State.Ready>, Step> then) {
        return switch (changes) {
            case Changes.Known(var known) -> {
                selected.view().merge(known);
                yield then.apply(task);
            }
            // The store has forgotten what was expunged since the view was last brought up to date.
            case Changes.TooOld ignored ->
                task.ask(
                        new Effect.Open(
                                selected.view().mailbox(),
                                Access.READ_ONLY,
                                snapshot -> mergeSnapshot(task, selected, snapshot, then)),
                        onFailure);
            case Changes.FolderGone() -> gone(selected);
        };
    }

    private static Step mergeSnapshot(
            Task<? extends State.Ready> task,
            State.Selected selected,
            Optional<FolderSnapshot> snapshot,
            Function<Task<? extends State.Ready>, Step> then) {
        if (snapshot.isEmpty()) {
            return gone(selected);
        }
        selected.view().merge(snapshot.get());
        return then.apply(task);
    }

    // RFC 2180 section 3.3: the mailbox was deleted by another session, and no answer could be true any more.
    private static Step gone(State.Selected selected) {
        return Session.end(selected, ResponseCode.NONE, "The selected mailbox is gone");
    }

    /** Says what the client does not know of the selected mailbox. */
    static List<Effect> report(State.Ready state, Numbers numbers) {
        return switch (state) {
            case State.NotAuthenticated ignored -> List.of();
            case State.Authenticated ignored -> List.of();
            case State.Selected selected -> {
                Updates updates = new Updates(selected.view());
                selected.view().report(numbers, updates);
                yield updates.isEmpty() ? List.of() : List.of(new Effect.Write(updates));
            }
        };
    }
}
