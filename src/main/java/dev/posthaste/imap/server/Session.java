package dev.posthaste.imap.server;

import dev.posthaste.imap.server.SessionView.Numbers;
import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.Condition;
import dev.posthaste.imap.wire.Dialect;
import dev.posthaste.imap.wire.Numbering;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.imap.wire.SearchReturn;
import dev.posthaste.listener.Channel;
import dev.posthaste.login.Principal.AccountHolder;
import dev.posthaste.mailbox.FolderChanges;
import dev.posthaste.mailbox.MailboxStore.Access;
import dev.posthaste.mailbox.MailboxStore.Changes;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One client's session: its state, and what each command does in it. Commands come one at a time and in order; the next
 * is given when the one before has been answered.
 */
final class Session {

    private final Rooms rooms;
    private final Link link;
    private final Output out;
    private final LoginCommands login;
    private final FolderCommands folders;
    private final Selection selection;
    private final MessageCommands messages;
    private final AppendCommand append;
    private State state = new State.NotAuthenticated(0);

    Session(Rooms rooms, Link link, Output out) {
        this.rooms = rooms;
        this.link = link;
        this.out = out;
        this.login = new LoginCommands(rooms.login(), link);
        this.folders = new FolderCommands(rooms.folders(), out);
        this.selection = new Selection(rooms, link, out);
        this.messages = new MessageCommands(rooms, out);
        this.append = new AppendCommand(rooms);
    }

    boolean isLoggedIn() {
        return state instanceof State.Authenticated || state instanceof State.Selected;
    }

    /** The first thing that a client hears. */
    Uni<Void> greet() {
        out.writer().status("*", Condition.OK, capability(), "Posthaste IMAP is ready");
        return out.flush();
    }

    /** Does what a command says, and answers it. */
    Uni<Expecting> on(String tag, Command command) {
        return switch (command) {
            case Command.Anytime anytime -> anytime(tag, anytime);
            case Command.BeforeLogin before -> beforeLogin(tag, before);
            case Command.AfterLogin after -> afterLogin(tag, after);
            case Command.OnSelected onSelected ->
                state instanceof State.Selected selected
                        ? onSelected(tag, selected, onSelected)
                        : refuse(tag, "No mailbox is selected");
        };
    }

    private Uni<Expecting> anytime(String tag, Command.Anytime command) {
        return switch (command) {
            case Command.Capability() -> {
                out.writer()
                        .raw("* CAPABILITY ")
                        .raw(String.join(" ", Capabilities.in(state, link.channel())))
                        .end();
                yield finish(tag, Answer.ok("Capabilities listed"));
            }
            case Command.Noop() -> freshen(tag, Answer.ok("Nothing done"));
            case Command.Id ignored -> {
                out.writer()
                        .raw("* ID (\"name\" \"Posthaste\" \"vendor\" \"Posthaste\")")
                        .end();
                yield finish(tag, Answer.ok("Pleased to meet you"));
            }
            case Command.Logout() -> logout(tag);
        };
    }

    private Uni<Expecting> logout(String tag) {
        leaveMailbox();
        state = new State.LoggedOut();
        out.writer().status("*", Condition.BYE, ResponseCode.NONE, "Logging out");
        out.writer().status(tag, Condition.OK, ResponseCode.NONE, "Goodbye");
        return out.flush().replaceWith(new Expecting.Nothing());
    }

    private Uni<Expecting> beforeLogin(String tag, Command.BeforeLogin command) {
        if (!(state instanceof State.NotAuthenticated)) {
            return refuse(tag, "Somebody is logged in already");
        }
        return switch (command) {
            case Command.StartTls() -> startTls(tag);
            case Command.Login(var user, var password) ->
                login.login(user, password).flatMap(outcome -> loggedIn(tag, outcome));
            case Command.Authenticate(var mechanism, var initial) -> authenticate(tag, mechanism, initial);
        };
    }

    private Uni<Expecting> startTls(String tag) {
        if (link.channel() == Channel.TLS) {
            return refuse(tag, "TLS is active already");
        }
        out.writer().status(tag, Condition.OK, ResponseCode.NONE, "Begin TLS negotiation now");
        return out.flush().replaceWith(new Expecting.Tls());
    }

    private Uni<Expecting> authenticate(String tag, String mechanism, Command.InitialResponse initial) {
        // Before the client has sent anything: what it sends then is the password.
        if (!link.channel().permitsPasswords()) {
            return finish(tag, LoginCommands.TLS_FIRST);
        }
        if (!mechanism.equals("PLAIN")) {
            return finish(tag, Answer.no(ResponseCode.CANNOT, "Mechanism is not known"));
        }
        return switch (initial) {
            case Command.InitialResponse.Given(var base64) ->
                base64.use(login::plain).flatMap(outcome -> loggedIn(tag, outcome));
            case Command.InitialResponse.None() -> {
                out.writer().goOn("");
                yield out.flush().replaceWith(new Expecting.SaslResponse(tag));
            }
        };
    }

    /** The client's line of a SASL exchange. */
    Uni<Expecting> saslResponse(String tag, byte[] line) {
        if (line.length == 1 && line[0] == '*') {
            return refuse(tag, "Authentication cancelled");
        }
        return login.plain(line).flatMap(outcome -> loggedIn(tag, outcome));
    }

    private Uni<Expecting> loggedIn(String tag, LoginCommands.Outcome outcome) {
        return switch (outcome) {
            case LoginCommands.Outcome.Granted(AccountHolder holder) -> {
                state = new State.Authenticated(holder);
                yield finish(tag, Answer.ok(capability(), "Logged in"));
            }
            case LoginCommands.Outcome.NotGranted(Answer answer) -> finish(tag, answer);
            case LoginCommands.Outcome.WrongSecret() -> wrongSecret(tag);
        };
    }

    private Uni<Expecting> wrongSecret(String tag) {
        int failures = state instanceof State.NotAuthenticated(int before) ? before + 1 : 1;
        state = new State.NotAuthenticated(failures);
        Answer answer = Answer.no(ResponseCode.AUTHENTICATIONFAILED, "Name or password are wrong");
        return link.pause(LoginCommands.FAILURE_DELAY)
                .chain(() -> finish(tag, answer))
                .flatMap(next -> failures < LoginCommands.MAX_FAILURES
                        ? Uni.createFrom().item(next)
                        : hangUp(ResponseCode.NONE, "Too many failures"));
    }

    private Uni<Expecting> afterLogin(String tag, Command.AfterLogin command) {
        return switch (state) {
            case State.NotAuthenticated ignored -> refuse(tag, "Log in first");
            case State.LoggedOut ignored -> refuse(tag, "The session is over");
            case State.Authenticated(AccountHolder holder) -> afterLogin(tag, holder, command);
            case State.Selected(AccountHolder holder, var view, var news) -> afterLogin(tag, holder, command);
        };
    }

    private Uni<Expecting> afterLogin(String tag, AccountHolder holder, Command.AfterLogin command) {
        return switch (command) {
            case Command.Enable(List<String> capabilities) -> enable(tag, capabilities);
            case Command.Select select -> select(tag, holder, selection.select(holder, select.mailbox()));
            case Command.Examine examine -> select(tag, holder, selection.examine(holder, examine.mailbox()));
            case Command.Delete delete -> folders.delete(holder, delete).flatMap(deleted -> deleted(tag, deleted));
            case Command.Append ignored -> throw new IllegalStateException("APPEND goes by append()");
            case Command.Idle() -> idle(tag);
            case Command.Create create -> folders.create(holder, create).flatMap(a -> finish(tag, a));
            case Command.Rename rename -> folders.rename(holder, rename).flatMap(a -> finish(tag, a));
            case Command.Subscribe subscribe ->
                folders.subscribe(holder, subscribe).flatMap(a -> finish(tag, a));
            case Command.Unsubscribe unsubscribe ->
                folders.unsubscribe(holder, unsubscribe).flatMap(a -> finish(tag, a));
            case Command.ListMailboxes list -> folders.list(holder, list).flatMap(a -> finish(tag, a));
            case Command.ListSeparator() -> finish(tag, folders.separator());
            case Command.Lsub lsub -> folders.lsub(holder, lsub).flatMap(a -> finish(tag, a));
            case Command.Namespace() -> finish(tag, folders.namespace());
            case Command.Status status -> folders.status(holder, status).flatMap(a -> finish(tag, a));
        };
    }

    private Uni<Expecting> enable(String tag, List<String> capabilities) {
        if (state instanceof State.Selected) {
            return refuse(tag, "ENABLE comes before SELECT");
        }
        List<String> enabled = new ArrayList<>();
        if (capabilities.contains("IMAP4REV2") && out.dialect() == Dialect.REV1) {
            enabled.add(" IMAP4rev2");
        }
        out.writer().raw("* ENABLED").raw(String.join("", enabled)).end();
        if (!enabled.isEmpty()) {
            out.speak(Dialect.REV2);
        }
        return finish(tag, Answer.ok("Enabled"));
    }

    private Uni<Expecting> select(String tag, AccountHolder holder, Uni<Selection.Outcome> opening) {
        if (state instanceof State.Selected) {
            leaveMailbox();
            out.writer().status("*", Condition.OK, ResponseCode.CLOSED, "Previous mailbox is closed");
        }
        return opening.flatMap(outcome -> switch (outcome) {
            case Selection.Outcome.Opened(SessionView view, FolderNews news, Answer answer) -> {
                state = new State.Selected(holder, view, news);
                yield finish(tag, answer);
            }
            case Selection.Outcome.NotOpened(Answer answer) -> finish(tag, answer);
        });
    }

    private Uni<Expecting> deleted(String tag, FolderCommands.Deleted deleted) {
        if (state instanceof State.Selected selected
                && deleted.folders().contains(selected.view().folder())) {
            leaveMailbox();
            out.writer().status("*", Condition.OK, ResponseCode.CLOSED, "The selected mailbox is deleted");
        }
        return finish(tag, deleted.answer());
    }

    private Uni<Expecting> idle(String tag) {
        out.writer().goOn("idling");
        return idleOn(tag);
    }

    private Uni<Expecting> idleOn(String tag) {
        return refresh()
                .chain(() -> tell(Numbers.MAY_CHANGE))
                .flatMap(told -> out.flush().replaceWith(told ? new Expecting.Done(tag) : new Expecting.Nothing()));
    }

    /** The client ends IDLE. */
    Uni<Expecting> done(String tag) {
        return finish(tag, Answer.ok("Idled"));
    }

    /** Something happened in the selected mailbox while the client idles. */
    Uni<Expecting> news(String tag) {
        if (!(state instanceof State.Selected selected) || !selected.news().isAheadOf(selected.view())) {
            return Uni.createFrom().item(new Expecting.Done(tag));
        }
        return idleOn(tag);
    }

    private Uni<Expecting> onSelected(String tag, State.Selected selected, Command.OnSelected command) {
        return switch (command) {
            case Command.Check() -> freshen(tag, Answer.ok("Checked"));
            case Command.Close() -> messages.close(selected).flatMap(answer -> left(tag, answer));
            case Command.Unselect() -> left(tag, Answer.ok("Unselected"));
            case Command.Expunge() -> messages.expunge(selected).flatMap(a -> finish(tag, a));
            case Command.ExpungeUids expunge ->
                messages.expunge(selected, expunge).flatMap(a -> finish(tag, a));
            case Command.Copy copy -> messages.copy(selected, copy).flatMap(a -> finish(tag, a));
            case Command.Move move -> messages.move(selected, move).flatMap(a -> finish(tag, a));
            case Command.Search search ->
                messages.search(tag, selected, search).flatMap(a -> finish(tag, a, numbers(search.numbering())));
            case Command.Fetch fetch ->
                messages.fetch(selected, fetch).flatMap(a -> finish(tag, a, numbers(fetch.numbering())));
            case Command.Store store ->
                messages.store(selected, store).flatMap(a -> finish(tag, a, numbers(store.numbering())));
        };
    }

    /** A SEARCH whose words cannot be read. */
    Uni<Expecting> unknownCharset(String tag, Set<SearchReturn> returns) {
        if (state instanceof State.Selected selected) {
            Searching.refused(selected.view(), returns);
        }
        return finish(tag, Answer.no(ResponseCode.badCharset(), "The charset is not known"));
    }

    // RFC 9051 section 7.5.1: no EXPUNGE in the answer to FETCH, STORE or SEARCH; their UID forms are other commands.
    private static Numbers numbers(Numbering numbering) {
        return switch (numbering) {
            case SEQUENCE -> Numbers.STAY;
            case UID -> Numbers.MAY_CHANGE;
        };
    }

    private Uni<Expecting> left(String tag, Answer answer) {
        leaveMailbox();
        return finish(tag, answer);
    }

    /** An APPEND whose message is announced: is it to come? */
    Uni<AppendCommand.Outcome> append(Command.Append command) {
        return switch (state) {
            case State.NotAuthenticated ignored -> append.refused(Answer.bad("Log in first"));
            case State.LoggedOut ignored -> append.refused(Answer.bad("The session is over"));
            case State.Authenticated(AccountHolder holder) -> append.begin(holder, command);
            case State.Selected(AccountHolder holder, var view, var news) -> append.begin(holder, command);
        };
    }

    /** The message of an APPEND is complete. */
    Uni<Expecting> appended(Expecting.Message message) {
        return append.end(message.reception()).flatMap(answer -> finish(message.tag(), answer));
    }

    /** Answers a command that cannot be carried out as it is. */
    Uni<Expecting> finish(String tag, Answer answer) {
        return finish(tag, answer, Numbers.MAY_CHANGE);
    }

    private Uni<Expecting> finish(String tag, Answer answer, Numbers numbers) {
        boolean behind =
                state instanceof State.Selected selected && selected.news().isAheadOf(selected.view());
        return behind ? refresh().chain(() -> end(tag, answer, numbers)) : end(tag, answer, numbers);
    }

    /** As {@link #finish}, but reads the store even if there were no news: they can be lost. */
    private Uni<Expecting> freshen(String tag, Answer answer) {
        return refresh().chain(() -> end(tag, answer, Numbers.MAY_CHANGE));
    }

    private Uni<Expecting> end(String tag, Answer answer, Numbers numbers) {
        return tell(numbers)
                .flatMap(told -> told ? tagged(tag, answer) : Uni.createFrom().item(new Expecting.Nothing()));
    }

    private Uni<Expecting> tagged(String tag, Answer answer) {
        out.writer().status(tag, answer.condition(), answer.code(), answer.text());
        return out.flush().replaceWith(new Expecting.Command());
    }

    private Uni<Expecting> refuse(String tag, String why) {
        return finish(tag, Answer.bad(why));
    }

    /** Takes in what happened in the selected mailbox. */
    private Uni<Void> refresh() {
        if (!(state instanceof State.Selected selected)) {
            return Uni.createFrom().voidItem();
        }
        SessionView view = selected.view();
        return rooms.mailbox()
                .changesSince(selected.holder().account(), view.folder(), view.modSeq())
                .flatMap(changes -> takeIn(selected, changes));
    }

    private Uni<Void> takeIn(State.Selected selected, Changes changes) {
        switch (changes) {
            case Changes.Known(FolderChanges known) -> selected.view().merge(known);
            case Changes.TooOld tooOld -> {
                return readAnew(selected);
            }
            case Changes.FolderGone gone -> vanish();
        }
        return Uni.createFrom().voidItem();
    }

    /** The store has forgotten what was expunged since the view was last brought up to date. */
    private Uni<Void> readAnew(State.Selected selected) {
        SessionView view = selected.view();
        return rooms.mailbox()
                .open(selected.holder().account(), view.folder(), Access.READ_ONLY)
                .invoke(snapshot -> snapshot.ifPresentOrElse(view::merge, this::vanish))
                .replaceWithVoid();
    }

    // RFC 2180 section 3.3: the mailbox was deleted by another session, and no answer could be true any more.
    private void vanish() {
        leaveMailbox();
        state = new State.LoggedOut();
    }

    /** Writes what is new; false if the selected mailbox itself is gone, and with it the session. */
    private Uni<Boolean> tell(Numbers numbers) {
        switch (state) {
            case State.Selected(var holder, SessionView view, var news) ->
                view.report(numbers, new UpdatePrinter(view, out.writer()));
            case State.LoggedOut ignored -> {
                return hangUp(ResponseCode.NONE, "The selected mailbox is gone").replaceWith(false);
            }
            case State.NotAuthenticated ignored -> {}
            case State.Authenticated ignored -> {}
        }
        return Uni.createFrom().item(true);
    }

    /** Says why, and ends the session. */
    Uni<Expecting> hangUp(ResponseCode code, String why) {
        out.writer().status("*", Condition.BYE, code, why);
        close();
        return out.flush().replaceWith(new Expecting.Nothing());
    }

    /** The connection is gone, or will be. */
    void close() {
        leaveMailbox();
        state = new State.LoggedOut();
    }

    private void leaveMailbox() {
        if (state instanceof State.Selected selected) {
            selected.news().close();
            state = new State.Authenticated(selected.holder());
        }
    }

    private ResponseCode capability() {
        return ResponseCode.capability(Capabilities.in(state, link.channel()));
    }
}
