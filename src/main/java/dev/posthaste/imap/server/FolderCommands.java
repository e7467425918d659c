package dev.posthaste.imap.server;

import dev.posthaste.id.FolderId;
import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.ListReturn;
import dev.posthaste.imap.wire.MailboxName;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.imap.wire.ResponseWriter;
import dev.posthaste.imap.wire.StatusItem;
import dev.posthaste.login.Principal.AccountHolder;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.FolderStatus;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.FolderStore.FolderOutcome;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a client does with mailboxes as a whole (RFC 9051 sections 6.3.4 to 6.3.11). */
final class FolderCommands {

    private static final Answer NO_SUCH_MAILBOX = Answer.no(ResponseCode.NONEXISTENT, "There is no such mailbox");

    private static final Answer NO_NAME = Answer.no(ResponseCode.CANNOT, "No mailbox can have that name");

    private final FolderStore folders;
    private final Output out;

    FolderCommands(FolderStore folders, Output out) {
        this.folders = folders;
        this.out = out;
    }

    Uni<Answer> create(AccountHolder holder, Command.Create command) {
        return named(
                command.mailbox().withoutTrailingSeparator(),
                name -> folders.create(holder.account(), name, Optional.empty())
                        .map(outcome -> answer(outcome, "Created")));
    }

    Uni<Answer> rename(AccountHolder holder, Command.Rename command) {
        return named(
                command.from(),
                from -> named(
                        command.to().withoutTrailingSeparator(),
                        to -> folders.rename(holder.account(), from, to).map(outcome -> answer(outcome, "Renamed"))));
    }

    /** What DELETE came to, and the folder that is gone by it. */
    record Deleted(List<FolderId> folders, Answer answer) {
        /** Keeps a copy. */
        public Deleted {
            folders = List.copyOf(folders);
        }
    }

    Uni<Deleted> delete(AccountHolder holder, Command.Delete command) {
        Optional<FolderName> name = FolderName.parse(command.mailbox().text());
        if (name.isEmpty()) {
            return Uni.createFrom().item(new Deleted(List.of(), NO_SUCH_MAILBOX));
        }
        return folders.delete(holder.account(), name.get()).map(outcome -> switch (outcome) {
            case FolderOutcome.Done(Folder folder) -> new Deleted(List.of(folder.id()), answer(outcome, "Deleted"));
            case FolderOutcome.AlreadyExists() -> new Deleted(List.of(), answer(outcome, ""));
            case FolderOutcome.NotFound() -> new Deleted(List.of(), answer(outcome, ""));
            case FolderOutcome.NotAllowed ignored -> new Deleted(List.of(), answer(outcome, ""));
            case FolderOutcome.TooMany() -> new Deleted(List.of(), answer(outcome, ""));
        });
    }

    Uni<Answer> subscribe(AccountHolder holder, Command.Subscribe command) {
        return named(
                command.mailbox(),
                name -> folders.subscribe(holder.account(), name).map(outcome -> switch (outcome) {
                    case DONE -> Answer.ok("Subscribed");
                    case TOO_MANY ->
                        Answer.no(
                                ResponseCode.LIMIT,
                                "An account has at most " + FolderStore.MAX_SUBSCRIPTIONS + " subscriptions");
                }));
    }

    Uni<Answer> unsubscribe(AccountHolder holder, Command.Unsubscribe command) {
        return named(
                command.mailbox(),
                name -> folders.unsubscribe(holder.account(), name).replaceWith(Answer.ok("Unsubscribed")));
    }

    /** {@code LIST "" ""} (RFC 9051 section 6.3.9). */
    Answer separator() {
        out.writer().raw("* LIST (\\Noselect) \"/\" \"\"").end();
        return Answer.ok("Listed");
    }

    /** One personal namespace, without a prefix. */
    Answer namespace() {
        out.writer().raw("* NAMESPACE ((\"\" \"/\")) NIL NIL").end();
        return Answer.ok("Namespaces listed");
    }

    Uni<Answer> list(AccountHolder holder, Command.ListMailboxes command) {
        return listing(holder)
                .map(listing -> listing.list(command))
                .flatMap(entries -> statuses(holder, command, entries)
                        .invoke(statuses -> entries.forEach(entry -> print(command, entry, statuses))))
                .replaceWith(Answer.ok("Listed"));
    }

    Uni<Answer> lsub(AccountHolder holder, Command.Lsub command) {
        return listing(holder)
                .invoke(listing -> listing.lsub(command.pattern()).forEach(entry -> print("LSUB", entry)))
                .replaceWith(Answer.ok("Listed"));
    }

    private Uni<FolderListing> listing(AccountHolder holder) {
        return folders.folders(holder.account())
                .flatMap(all ->
                        folders.subscriptions(holder.account()).map(subscribed -> new FolderListing(all, subscribed)));
    }

    private Uni<Map<FolderId, FolderStatus>> statuses(
            AccountHolder holder, Command.ListMailboxes command, List<FolderListing.Entry> entries) {
        if (!command.returns().contains(ListReturn.STATUS)) {
            return Uni.createFrom().item(Map.of());
        }
        List<FolderId> ids = new ArrayList<>();
        entries.forEach(entry -> entry.folder().ifPresent(folder -> ids.add(folder.id())));
        return folders.status(holder.account(), ids).map(FolderCommands::byId);
    }

    private static Map<FolderId, FolderStatus> byId(List<FolderStatus> statuses) {
        Map<FolderId, FolderStatus> byId = new HashMap<>();
        statuses.forEach(status -> byId.put(status.folder().id(), status));
        return byId;
    }

    private void print(Command.ListMailboxes command, FolderListing.Entry entry, Map<FolderId, FolderStatus> statuses) {
        print("LIST", entry);
        entry.folder()
                .flatMap(folder -> Optional.ofNullable(statuses.get(folder.id())))
                .ifPresent(status -> print(mailbox(entry.name()), command.status(), status));
    }

    private void print(String response, FolderListing.Entry entry) {
        ResponseWriter writer = out.writer();
        writer.raw("* ").raw(response).raw(" ").flags(entry.attributes()).raw(" \"/\" ");
        writer.mailbox(mailbox(entry.name()));
        switch (entry.below()) {
            case NOTHING -> {}
            case SUBSCRIBED -> writer.raw(" (\"CHILDINFO\" (\"SUBSCRIBED\"))");
            case SPECIAL_USE -> writer.raw(" (\"CHILDINFO\" (\"SPECIAL-USE\"))");
        }
        writer.end();
    }

    Uni<Answer> status(AccountHolder holder, Command.Status command) {
        Optional<FolderName> name = FolderName.parse(command.mailbox().text());
        if (name.isEmpty()) {
            return NO_SUCH_MAILBOX.now();
        }
        return folders.folder(holder.account(), name.get())
                .flatMap(folder -> folder.map(found -> folders.status(holder.account(), List.of(found.id())))
                        .orElseGet(() -> Uni.createFrom().item(List.of())))
                .map(statuses -> told(command, statuses));
    }

    private Answer told(Command.Status command, List<FolderStatus> statuses) {
        if (statuses.isEmpty()) {
            return NO_SUCH_MAILBOX;
        }
        print(command.mailbox(), command.items(), statuses.get(0));
        return Answer.ok("Status told");
    }

    private void print(MailboxName name, List<StatusItem> items, FolderStatus status) {
        ResponseWriter writer = out.writer();
        writer.raw("* STATUS ").mailbox(name);
        String before = " (";
        for (StatusItem item : items) {
            writer.raw(before).raw(item.name()).raw(" ").number(value(item, status));
            before = " ";
        }
        writer.raw(")").end();
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

    private static Uni<Answer> named(MailboxName mailbox, Function<FolderName, Uni<Answer>> work) {
        return FolderName.parse(mailbox.text()).map(work).orElseGet(NO_NAME::now);
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
