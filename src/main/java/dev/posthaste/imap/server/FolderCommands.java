package dev.posthaste.imap.server;

import dev.posthaste.id.FolderId;
import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.ListReturn;
import dev.posthaste.imap.wire.MailboxName;
import dev.posthaste.imap.wire.Response;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.imap.wire.StatusItem;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.FolderStatus;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.FolderStore.FolderOutcome;
import dev.posthaste.mailbox.MailboxRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Commands on mailboxes as a whole (RFC 9051 sections 6.3.4 to 6.3.11). */
final class FolderCommands {

    private static final Answer NO_SUCH_MAILBOX = Answer.no(ResponseCode.NONEXISTENT, "There is no such mailbox");

    private static final Answer NO_NAME = Answer.no(ResponseCode.CANNOT, "No mailbox can have that name");

    /** {@code LIST "" ""} (RFC 9051 section 6.3.9). */
    private static final Response SEPARATOR = new Response.Listed(
            Response.Listed.Kind.LIST, List.of("\\Noselect"), new MailboxName(""), Optional.empty());

    private FolderCommands() {}

    static Step create(Task<State.LoggedIn> task, Command.Create command) {
        return at(
                task,
                command.mailbox().withoutTrailingSeparator(),
                path -> new Effect.CreateFolder(path, outcome -> task.finish(answer(outcome, "Created"))));
    }

    static Step rename(Task<State.LoggedIn> task, Command.Rename command) {
        Optional<MailboxPath> to =
                MailboxPath.of(task.state().holder(), command.to().withoutTrailingSeparator());
        Optional<MailboxPath> from = MailboxPath.of(task.state().holder(), command.from());
        if (from.isEmpty() || to.isEmpty()) {
            return task.finish(NO_NAME);
        }
        if (!from.get().account().equals(to.get().account())) {
            return task.finish(Answer.no(ResponseCode.CANNOT, "A mailbox stays in its account"));
        }
        return task.ask(new Effect.RenameFolder(
                from.get(), to.get().folder(), outcome -> task.finish(answer(outcome, "Renamed"))));
    }

    static Step delete(Task<State.LoggedIn> task, Command.Delete command) {
        return MailboxPath.of(task.state().holder(), command.mailbox())
                .map(path -> task.ask(new Effect.DeleteFolder(path, outcome -> deleted(task, path, outcome))))
                .orElseGet(() -> task.finish(NO_SUCH_MAILBOX));
    }

    private static Step deleted(Task<State.LoggedIn> task, MailboxPath path, FolderOutcome outcome) {
        Answer answer = answer(outcome, "Deleted");
        return task.state() instanceof State.Selected selected
                        && outcome instanceof FolderOutcome.Done(Folder folder)
                        && selected.view().mailbox().equals(new MailboxRef(path.account(), folder.id()))
                ? SessionCommands.unselected(
                        task.in(selected),
                        List.of(Response.ok(ResponseCode.CLOSED, "The selected mailbox is deleted")),
                        answer)
                : task.finish(answer);
    }

    static Step subscribe(Task<State.LoggedIn> task, Command.Subscribe command) {
        return at(
                task,
                command.mailbox(),
                path -> new Effect.Subscribe(
                        path,
                        outcome -> task.finish(
                                switch (outcome) {
                                    case DONE -> Answer.ok("Subscribed");
                                    case TOO_MANY ->
                                        Answer.no(
                                                ResponseCode.LIMIT,
                                                "An account has at most " + FolderStore.MAX_SUBSCRIPTIONS
                                                        + " subscriptions");
                                })));
    }

    static Step unsubscribe(Task<State.LoggedIn> task, Command.Unsubscribe command) {
        return at(
                task,
                command.mailbox(),
                path -> new Effect.Unsubscribe(path, done -> task.finish(Answer.ok("Unsubscribed"))));
    }

    static Step namespace(Task<State.LoggedIn> task, Command.Namespace command) {
        return task.finish(List.of(new Response.Namespace()), Answer.ok("Namespaces listed"));
    }

    static Step list(Task<State.LoggedIn> task, Command.Listing command) {
        return switch (command) {
            case Command.ListSeparator() -> task.finish(List.of(SEPARATOR), Answer.ok("Listed"));
            case Command.ListMailboxes mailboxes ->
                task.ask(new Effect.ListFolders(
                        task.state().holder().account(), lists -> listed(task, mailboxes, lists)));
        };
    }

    private static Step listed(Task<State.LoggedIn> task, Command.ListMailboxes command, Effect.FolderLists lists) {
        List<FolderListing.Entry> entries = new FolderListing(lists.folders(), lists.subscriptions()).list(command);
        if (!command.returns().contains(ListReturn.STATUS)) {
            return task.finish(responses(command, entries, Map.of()), Answer.ok("Listed"));
        }
        List<FolderId> ids = new ArrayList<>();
        entries.forEach(entry -> entry.folder().ifPresent(folder -> ids.add(folder.id())));
        return task.ask(new Effect.CountFolders(
                task.state().holder().account(),
                ids,
                counts -> task.finish(responses(command, entries, byId(counts)), Answer.ok("Listed"))));
    }

    private static Map<FolderId, FolderStatus> byId(List<FolderStatus> statuses) {
        Map<FolderId, FolderStatus> byId = new HashMap<>();
        statuses.forEach(status -> byId.put(status.folder().id(), status));
        return byId;
    }

    private static List<Response> responses(
            Command.ListMailboxes command, List<FolderListing.Entry> entries, Map<FolderId, FolderStatus> statuses) {
        List<Response> responses = new ArrayList<>();
        for (FolderListing.Entry entry : entries) {
            responses.add(response(Response.Listed.Kind.LIST, entry));
            entry.folder()
                    .flatMap(folder -> Optional.ofNullable(statuses.get(folder.id())))
                    .ifPresent(status -> responses.add(status(mailbox(entry.name()), command.status(), status)));
        }
        return responses;
    }

    static Step lsub(Task<State.LoggedIn> task, Command.Lsub command) {
        return task.ask(new Effect.ListFolders(task.state().holder().account(), lists -> {
            List<Response> responses = new ArrayList<>();
            new FolderListing(lists.folders(), lists.subscriptions())
                    .lsub(command.pattern())
                    .forEach(entry -> responses.add(response(Response.Listed.Kind.LSUB, entry)));
            return task.finish(responses, Answer.ok("Listed"));
        }));
    }

    private static Response response(Response.Listed.Kind kind, FolderListing.Entry entry) {
        Optional<String> childInfo =
                switch (entry.below()) {
                    case NOTHING -> Optional.empty();
                    case SUBSCRIBED -> Optional.of("SUBSCRIBED");
                    case SPECIAL_USE -> Optional.of("SPECIAL-USE");
                };
        return new Response.Listed(kind, entry.attributes(), mailbox(entry.name()), childInfo);
    }

    static Step status(Task<State.LoggedIn> task, Command.Status command) {
        return MailboxPath.of(task.state().holder(), command.mailbox())
                .map(path -> task.ask(new Effect.Find(
                        path,
                        found -> found.map(mailbox -> count(task, command, mailbox))
                                .orElseGet(() -> task.finish(NO_SUCH_MAILBOX)))))
                .orElseGet(() -> task.finish(NO_SUCH_MAILBOX));
    }

    private static Step count(Task<State.LoggedIn> task, Command.Status command, MailboxRef mailbox) {
        return task.ask(new Effect.CountFolders(
                mailbox.account(),
                List.of(mailbox.folder()),
                counts -> counts.isEmpty()
                        ? task.finish(NO_SUCH_MAILBOX)
                        : task.finish(
                                List.of(status(command.mailbox(), command.items(), counts.get(0))),
                                Answer.ok("Status told"))));
    }

    private static Response status(MailboxName name, List<StatusItem> items, FolderStatus status) {
        return new Response.StatusOf(
                name, items, items.stream().map(item -> value(item, status)).toList());
    }

    private static long value(StatusItem item, FolderStatus status) {
        return switch (item) {
            case MESSAGES -> status.messages();
            case RECENT -> status.recent();
            case UIDNEXT -> status.folder().uidNext();
            case UIDVALIDITY -> status.folder().uidValidity();
            case UNSEEN -> status.unseen();
            case DELETED -> status.deleted();
            case SIZE -> status.octets();
        };
    }

    private static MailboxName mailbox(FolderName name) {
        return new MailboxName(name.text());
    }

    private static Step at(Task<State.LoggedIn> task, MailboxName name, Function<MailboxPath, Effect.Ask> work) {
        return MailboxPath.of(task.state().holder(), name)
                .map(path -> task.ask(work.apply(path)))
                .orElseGet(() -> task.finish(NO_NAME));
    }

    private static Answer answer(FolderOutcome outcome, String done) {
        return switch (outcome) {
            case FolderOutcome.Done ignored -> Answer.ok(done);
            case FolderOutcome.AlreadyExists() ->
                Answer.no(ResponseCode.ALREADYEXISTS, "There is such a mailbox already");
            case FolderOutcome.NotFound() -> NO_SUCH_MAILBOX;
            case FolderOutcome.NotAllowed(String why) -> Answer.no(ResponseCode.CANNOT, why);
            case FolderOutcome.TooMany() ->
                Answer.no(ResponseCode.LIMIT, "An account has at most " + FolderStore.MAX_FOLDERS + " mailboxes");
        };
    }
}
