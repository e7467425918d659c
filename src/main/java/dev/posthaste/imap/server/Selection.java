package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.Dialect;
import dev.posthaste.imap.wire.MailboxName;
import dev.posthaste.imap.wire.Response;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.mailbox.FolderSnapshot;
import dev.posthaste.mailbox.MailboxRef;
import dev.posthaste.mailbox.MailboxStore.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SELECT and EXAMINE (RFC 9051 section 6.3.2). */
final class Selection {

    private static final Answer NO_SUCH_MAILBOX = Answer.no(ResponseCode.NONEXISTENT, "There is no such mailbox");

    private Selection() {}

    static Step select(Task<State.LoggedIn> task, Command.Select command) {
        return select(task, command.mailbox(), Access.READ_WRITE);
    }

    static Step examine(Task<State.LoggedIn> task, Command.Examine command) {
        return select(task, command.mailbox(), Access.READ_ONLY);
    }

    // Whatever comes of it, the mailbox selected before is selected no more.
    private static Step select(Task<State.LoggedIn> task, MailboxName name, Access access) {
        Task<State.Authenticated> unselected = task.in(task.state().unselected());
        Step step = MailboxPath.of(task.state().holder(), name)
                .map(path -> unselected.ask(new Effect.Find(path, found -> found(unselected, found, access))))
                .orElseGet(() -> unselected.finish(NO_SUCH_MAILBOX));
        return task.state() instanceof State.Selected
                ? step.behind(List.of(
                        new Effect.Unwatch(),
                        new Effect.Write(Response.ok(ResponseCode.CLOSED, "Previous mailbox is closed"))))
                : step;
    }

    private static Step found(Task<State.Authenticated> task, Optional<MailboxRef> found, Access access) {
        if (found.isEmpty()) {
            return task.finish(NO_SUCH_MAILBOX);
        }
        MailboxRef mailbox = found.get();
        // It watches before it looks: what happens in between is noticed, and read again.
        return task.ask(new Effect.Open(mailbox, access, snapshot -> opened(task, mailbox, snapshot, access)))
                .behind(List.of(new Effect.Watch(mailbox)));
    }

    private static Step opened(
            Task<State.Authenticated> task, MailboxRef mailbox, Optional<FolderSnapshot> snapshot, Access access) {
        if (snapshot.isEmpty()) {
            return task.finish(NO_SUCH_MAILBOX).behind(List.of(new Effect.Unwatch()));
        }
        SessionView view = new SessionView(mailbox, snapshot.get(), access);
        State.Selected selected =
                new State.Selected(task.state().client(), task.state().holder(), view);
        return task.in(selected).finish(described(view, snapshot.get(), selected.dialect()), answer(access));
    }

    private static List<Response> described(SessionView view, FolderSnapshot snapshot, Dialect dialect) {
        List<Response> responses = new ArrayList<>();
        responses.add(new Response.ApplicableFlags(Updates.known(view.keywords())));
        responses.add(Updates.permanentFlags(view));
        responses.add(new Response.Exists(view.exists(), view.recent()));
        if (dialect == Dialect.REV1 && view.firstUnseen() > 0) {
            responses.add(number("UNSEEN", view.firstUnseen(), "The first unread message"));
        }
        responses.add(number("UIDVALIDITY", view.uidValidity().value(), "UIDs are valid"));
        responses.add(number("UIDNEXT", snapshot.folder().uidNext(), "The next UID"));
        if (dialect == Dialect.REV2) {
            MailboxName name = new MailboxName(snapshot.folder().name().text());
            responses.add(new Response.Listed(Response.Listed.Kind.LIST, List.of(), name, Optional.empty()));
        }
        return responses;
    }

    private static Answer answer(Access access) {
        return switch (access) {
            case READ_WRITE -> Answer.ok(ResponseCode.READ_WRITE, "Selected");
            case READ_ONLY -> Answer.ok(ResponseCode.READ_ONLY, "Examined");
        };
    }

    private static Response number(String code, long value, String text) {
        return Response.ok(ResponseCode.number(code, value), text);
    }
}
