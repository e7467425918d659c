package dev.posthaste.imap.server;

import dev.posthaste.account.AccountRef;
import dev.posthaste.imap.server.Effect.Done;
import dev.posthaste.intake.AppendRequest;
import dev.posthaste.intake.AppendResult;
import dev.posthaste.intake.Origin;
import dev.posthaste.intake.Reception;
import dev.posthaste.login.Principal.AccountHolder;
import dev.posthaste.login.Scope;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.MailboxRef;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MailboxStore.Changes;
import dev.posthaste.mailbox.MailboxStore.Transfer;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * Answers what a session asks, from the stores, from login and from intake. Has what a connection holds of them: the watch
 * on the selected mailbox, and the message that is on its way.
 */
final class Backend {

    private final ImapDependencies dependencies;
    private final Link link;
    private final Output out;
    private Optional<MailboxWatch> watch = Optional.empty();
    private Optional<Reception<AppendResult>> reception = Optional.empty();

    Backend(ImapDependencies dependencies, Link link, Output out) {
        this.dependencies = dependencies;
        this.link = link;
        this.out = out;
    }

    /** Asks, and gives the answer to the session. */
    Uni<Step> answer(Effect.Ask ask) {
        return switch (ask) {
            case Effect.CheckPassword(var user, var password, var then) ->
                dependencies.login().check(user, password, Scope.MESSAGES_WRITE).map(then);
            case Effect.Find(var path, var then) -> find(path).map(then);
            case Effect.Open(var mailbox, var access, var then) ->
                dependencies
                        .mailbox()
                        .open(mailbox.account(), mailbox.folder(), access)
                        .map(then);
            case Effect.ReadChanges read -> changes(read).map(read.then());
            case Effect.Fetch fetch ->
                new Fetching(dependencies, out, fetch).run(fetch.numbers()).map(fetch.then());
            case Effect.Search(var view, var key, var then) ->
                new Searching(dependencies, view).run(key).map(then);
            case Effect.BeginAppend begin -> begin(begin).map(begin.then());
            case Effect.FinishAppend(var then) -> finish().finish().map(then);
            case Effect.OfFolders ofFolders -> answer(ofFolders);
            case Effect.OfMessages ofMessages -> answer(ofMessages);
        };
    }

    private Uni<Step> answer(Effect.OfFolders ask) {
        FolderStore folders = dependencies.folders();
        return switch (ask) {
            case Effect.ListFolders(var account, var then) ->
                folders.folders(account)
                        .flatMap(all -> folders.subscriptions(account)
                                .map(subscribed -> new Effect.FolderLists(all, subscribed)))
                        .map(then);
            case Effect.CountFolders(var account, var ids, var then) ->
                folders.status(account, ids).map(then);
            case Effect.CreateFolder(var path, var then) ->
                folders.create(path.account(), path.folder(), Optional.empty()).map(then);
            case Effect.RenameFolder(var from, var to, var then) ->
                folders.rename(from.account(), from.folder(), to).map(then);
            case Effect.DeleteFolder(var path, var then) ->
                folders.delete(path.account(), path.folder()).map(then);
            case Effect.Subscribe(var path, var then) ->
                folders.subscribe(path.account(), path.folder()).map(then);
            case Effect.Unsubscribe(var path, var then) ->
                folders.unsubscribe(path.account(), path.folder())
                        .replaceWith(Done.DONE)
                        .map(then);
        };
    }

    private Uni<Step> answer(Effect.OfMessages ask) {
        MailboxStore messages = dependencies.mailbox();
        return switch (ask) {
            case Effect.RegisterKeywords(var account, var keywords, var then) ->
                messages.keywordBits(account, keywords).map(then);
            case Effect.ReadKeywords(var account, var then) ->
                messages.keywords(account).map(then);
            case Effect.StoreFlags(var mailbox, var uids, var change, var then) ->
                messages.changeFlags(mailbox.account(), mailbox.folder(), uids, change)
                        .map(then);
            case Effect.Copy(var from, var uids, var to, var then) ->
                isOneAccount(from, to)
                        ? messages.copy(from.account(), from.folder(), uids, to.folder())
                                .map(then)
                        : Uni.createFrom().item(then.apply(new Transfer.NoSuchTarget()));
            case Effect.Move(var from, var uids, var to, var then) ->
                isOneAccount(from, to)
                        ? messages.move(from.account(), from.folder(), uids, to.folder())
                                .map(then)
                        : Uni.createFrom().item(then.apply(new Transfer.NoSuchTarget()));
            case Effect.Expunge(var mailbox, var uids, var then) ->
                messages.expunge(mailbox.account(), mailbox.folder(), uids).map(then);
        };
    }

    // The store moves messages within an account.
    private static boolean isOneAccount(MailboxRef from, MailboxRef to) {
        return from.account().equals(to.account());
    }

    private Uni<Optional<MailboxRef>> find(MailboxPath path) {
        return dependencies
                .folders()
                .folder(path.account(), path.folder())
                .map(found -> found.map(folder -> new MailboxRef(path.account(), folder.id())));
    }

    private Uni<Optional<Changes>> changes(Effect.ReadChanges read) {
        boolean isWorthIt =
                switch (read.when()) {
                    case ALWAYS -> true;
                    case NOTICED ->
                        watch.map(watching -> watching.isAheadOf(read.since())).orElse(false);
                };
        return isWorthIt
                ? dependencies
                        .mailbox()
                        .changesSince(
                                read.mailbox().account(),
                                read.mailbox().folder(),
                                read.since().value())
                        .map(Optional::of)
                : Uni.createFrom().item(Optional.empty());
    }

    /** Listens from now on for changes of this mailbox, and of no other. */
    void watch(MailboxRef mailbox) {
        unwatch();
        watch = Optional.of(new MailboxWatch(dependencies.feed(), mailbox, link));
    }

    /** Listens no more. */
    void unwatch() {
        watch.ifPresent(MailboxWatch::close);
        watch = Optional.empty();
    }

    private Uni<Done> begin(Effect.BeginAppend begin) {
        return dependencies
                .folders()
                .folder(begin.mailbox().account(), FolderName.INBOX)
                .invoke(inbox -> reception = Optional.of(dependencies.intake().append(request(begin, inbox))))
                .replaceWith(Done.DONE);
    }

    private static AppendRequest request(Effect.BeginAppend begin, Optional<Folder> inbox) {
        AccountRef account = new AccountRef(
                begin.author().tenant(),
                begin.mailbox().account(),
                begin.author().address(),
                inbox.map(Folder::id).orElse(begin.mailbox().folder()));
        return new AppendRequest(
                origin(begin.author()), account, begin.mailbox().folder(), begin.flags(), begin.internalDate());
    }

    private static Origin origin(AccountHolder author) {
        return new Origin(
                Origin.Entrance.IMAP,
                Origin.Peer.NONE,
                new Origin.Security.Clear(),
                new Origin.Authenticated.Account(author.account(), author.address()),
                Origin.Request.NONE);
    }

    /** Some octets of the message that is on its way; done when more may come. */
    Uni<Void> receive(byte[] octets) {
        return reception
                .map(open -> open.write(octets, 0, octets.length))
                .orElseGet(() -> Uni.createFrom().failure(new IllegalStateException("octets of no message")));
    }

    // Whatever comes of it, it is finished, and not to be aborted.
    private Reception<AppendResult> finish() {
        Reception<AppendResult> complete = reception.orElseThrow();
        reception = Optional.empty();
        return complete;
    }

    /** Gives up the message that is on its way, if there is one. */
    Uni<Void> abortMessage() {
        Uni<Void> aborted =
                reception.map(Reception::abort).orElseGet(() -> Uni.createFrom().voidItem());
        reception = Optional.empty();
        return aborted;
    }
}
