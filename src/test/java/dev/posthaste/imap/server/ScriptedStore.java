package dev.posthaste.imap.server;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.id.TenantId;
import dev.posthaste.imap.wire.CommandParser.Head;
import dev.posthaste.imap.wire.CommandParser.Parsed;
import dev.posthaste.imap.wire.NumberSet;
import dev.posthaste.imap.wire.ResponseWriter;
import dev.posthaste.intake.AppendResult;
import dev.posthaste.listener.Channel;
import dev.posthaste.login.LoginResult;
import dev.posthaste.login.Principal.AccountHolder;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.FolderSnapshot;
import dev.posthaste.mailbox.FolderStatus;
import dev.posthaste.mailbox.FolderStore.FolderOutcome;
import dev.posthaste.mailbox.FolderStore.SubscribeOutcome;
import dev.posthaste.mailbox.MailboxRef;
import dev.posthaste.mailbox.MailboxStore.Changes;
import dev.posthaste.mailbox.MailboxStore.FlagsNow;
import dev.posthaste.mailbox.MailboxStore.Transfer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Drives a session without a socket and without a store: effects are kept, and each question is answered by a value. There
 * are the mailboxes INBOX and x, each with three messages; the password is {@code sesame}.
 */
final class ScriptedStore {

    static final AccountHolder ALICE = new AccountHolder(
            new TenantId(new UUID(0, 1)), new AccountId(new UUID(0, 2)), EmailAddress.of("alice@example.org"));
    static final MailboxRef INBOX = new MailboxRef(ALICE.account(), new FolderId(new UUID(0, 3)));
    static final MailboxRef X = new MailboxRef(ALICE.account(), new FolderId(new UUID(0, 4)));

    final Session session;
    final List<Effect> effects = new ArrayList<>();
    State state = State.NotAuthenticated.begin(Channel.TLS);
    /** What the next question about changes is told. */
    Optional<Changes> changes = Optional.empty();
    /** Whether no question is answered. */
    boolean failing;

    ScriptedStore(List<Extension> extensions) {
        session = new Session(extensions);
    }

    ScriptedStore() {
        this(Extensions.standard(1000));
    }

    /** Says a line, and returns what is answered. */
    String say(String line) {
        ByteBuffer octets = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        if (!(state instanceof State.Ready)) {
            return take(new Input.Line(line.getBytes(StandardCharsets.UTF_8)));
        }
        if (line.endsWith("}")
                && session.extensions().parser().head(octets, state.dialect())
                        instanceof Head.Streamed<Invocation>(String tag, Invocation command)) {
            return take(new Input.Command(tag, command));
        }
        return take(
                switch (session.extensions().parser().parse(octets, state.dialect())) {
                    case Parsed.Complete<Invocation>(String tag, Invocation command) -> new Input.Command(tag, command);
                    case Parsed.Malformed<Invocation>(String tag, int at, String expected) ->
                        new Input.Malformed(tag, "Expected " + expected + " at " + at);
                    case Parsed.UnknownCharset<Invocation>(String tag, var returns) ->
                        new Input.UnknownCharset(tag, returns);
                });
    }

    /** Gives an input, and returns what is answered. */
    String take(Input input) {
        effects.clear();
        ResponseWriter out = new ResponseWriter(state.dialect());
        perform(session.on(state, input), out);
        return StandardCharsets.UTF_8.decode(out.take()).toString();
    }

    private void perform(Step step, ResponseWriter out) {
        state = step.next();
        for (Effect effect : step.effects()) {
            effects.add(effect);
            switch (effect) {
                case Effect.Write(var response) -> response.writeTo(out);
                case Effect.Stream(var pieces) -> pieces.forEach(piece -> piece.writeTo(out));
                case Effect.Ask ask -> perform(failing ? session.on(state, new Input.Failed()) : answer(ask), out);
                case Effect.StartTls() -> perform(session.on(state, new Input.Secured(Channel.TLS)), out);
                case Effect.Pause ignored -> {}
                case Effect.Watch ignored -> {}
                case Effect.Unwatch ignored -> {}
                case Effect.AbortMessage ignored -> {}
                case Effect.Close ignored -> {}
            }
        }
    }

    private Step answer(Effect.Ask ask) {
        return switch (ask) {
            case Effect.CheckPassword(var user, var password, var then) ->
                then.apply(password.use("sesame"::equals) ? new LoginResult.Granted(ALICE) : new LoginResult.Refused());
            case Effect.Find(var path, var then) -> then.apply(mailbox(path.folder()));
            case Effect.Open(var mailbox, var access, var then) -> then.apply(Optional.of(snapshot(mailbox)));
            case Effect.ReadChanges read -> {
                Optional<Changes> told = changes;
                changes = Optional.empty();
                yield read.then().apply(told);
            }
            case Effect.Fetch fetch ->
                fetch.then().apply(new Effect.Fetched(Effect.Fetched.Presence.COMPLETE, Effect.Fetched.Decoding.DONE));
            case Effect.Search(var view, var key, var then) -> then.apply(NumberSet.of(1, 3));
            case Effect.BeginAppend begin -> begin.then().apply(Effect.Done.DONE);
            case Effect.FinishAppend(var then) ->
                then.apply(new AppendResult.Appended(7, 4, new StoredMessageId(new UUID(0, 9))));
            case Effect.OfFolders ofFolders -> answer(ofFolders);
            case Effect.OfMessages ofMessages -> answer(ofMessages);
        };
    }

    private static Step answer(Effect.OfFolders ask) {
        return switch (ask) {
            case Effect.ListFolders(var account, var then) ->
                then.apply(new Effect.FolderLists(List.of(folder(INBOX), folder(X)), List.of()));
            case Effect.CountFolders(var account, var ids, var then) ->
                then.apply(ids.stream()
                        .map(id -> new FolderStatus(folder(new MailboxRef(account, id)), 3, 0, 3, 0, 30))
                        .toList());
            case Effect.CreateFolder(var path, var then) ->
                then.apply(
                        mailbox(path.folder()).isPresent()
                                ? new FolderOutcome.AlreadyExists()
                                : new FolderOutcome.Done(folder(X)));
            case Effect.RenameFolder(var from, var to, var then) -> then.apply(outcome(from.folder()));
            case Effect.DeleteFolder(var path, var then) -> then.apply(outcome(path.folder()));
            case Effect.Subscribe(var path, var then) -> then.apply(SubscribeOutcome.DONE);
            case Effect.Unsubscribe(var path, var then) -> then.apply(Effect.Done.DONE);
        };
    }

    private static Step answer(Effect.OfMessages ask) {
        return switch (ask) {
            case Effect.RegisterKeywords(var account, var keywords, var then) -> then.apply(Optional.of(256L));
            case Effect.ReadKeywords(var account, var then) -> then.apply(List.of("k"));
            case Effect.StoreFlags(var mailbox, var uids, var change, var then) -> {
                long[] flags = new long[uids.length];
                long[] modSeqs = new long[uids.length];
                Arrays.fill(flags, change.set());
                Arrays.fill(modSeqs, 6);
                yield then.apply(new FlagsNow(OptionalLong.of(6), uids, flags, modSeqs, new long[0], new long[0]));
            }
            case Effect.Copy(var from, var uids, var to, var then) -> then.apply(new Transfer.Done(7, uids, uids));
            case Effect.Move(var from, var uids, var to, var then) -> then.apply(new Transfer.Done(7, uids, uids));
            case Effect.Expunge(var mailbox, var uids, var then) -> then.apply(new long[] {2});
        };
    }

    private static FolderOutcome outcome(FolderName name) {
        return mailbox(name)
                .<FolderOutcome>map(found -> new FolderOutcome.Done(folder(found)))
                .orElseGet(FolderOutcome.NotFound::new);
    }

    private static Optional<MailboxRef> mailbox(FolderName name) {
        return switch (name.text()) {
            case "INBOX" -> Optional.of(INBOX);
            case "x" -> Optional.of(X);
            default -> Optional.empty();
        };
    }

    static Folder folder(MailboxRef mailbox) {
        return new Folder(
                mailbox.folder(), new FolderName(mailbox.equals(INBOX) ? "INBOX" : "x"), Optional.empty(), 7, 4, 5);
    }

    static FolderSnapshot snapshot(MailboxRef mailbox) {
        long[] uids = {1, 2, 3};
        return new FolderSnapshot(folder(mailbox), 4, List.of(), uids, new long[3], new long[] {3, 4, 5});
    }
}
