package dev.posthaste.imap.server;

import dev.posthaste.id.UidValidity;
import dev.posthaste.imap.server.SessionView.Numbers;
import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.MailboxName;
import dev.posthaste.imap.wire.MessageSet;
import dev.posthaste.imap.wire.NumberSet;
import dev.posthaste.imap.wire.Numbering;
import dev.posthaste.imap.wire.Response;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.mailbox.MailboxRef;
import dev.posthaste.mailbox.MailboxStore.Transfer;
import java.util.List;
import java.util.Optional;

/** FETCH, COPY, MOVE, EXPUNGE and CLOSE (RFC 9051 section 6.4). */
final class MessageCommands {

    static final Answer READ_ONLY = Answer.no(ResponseCode.READ_ONLY, "The mailbox was opened to be read only");

    static final Answer NO_SUCH_NUMBER = Answer.bad("There is no message with such a number");

    static final Answer NOTHING_MEANT = Answer.ok("No message was meant");

    static final Answer GONE = Answer.no(ResponseCode.EXPUNGEISSUED, "Some of the messages are gone");

    private static final Answer NO_TARGET = Answer.no(ResponseCode.TRYCREATE, "There is no such mailbox");

    private static final Answer OVER_QUOTA = Answer.no(ResponseCode.OVERQUOTA, "The account is full");

    private MessageCommands() {}

    // RFC 9051 section 7.5.1: no EXPUNGE in the answer to FETCH, STORE or SEARCH; their UID forms are other commands.
    static Numbers numbers(Numbering numbering) {
        return switch (numbering) {
            case SEQUENCE -> Numbers.STAY;
            case UID -> Numbers.MAY_CHANGE;
        };
    }

    static Step fetch(Task<State.Selected> task, Command.Fetch command) {
        SessionView view = task.state().view();
        Numbers reported = numbers(command.numbering());
        if (view.exceeds(command.messages(), command.numbering())) {
            return task.finish(List.of(), NO_SUCH_NUMBER, reported);
        }
        NumberSet numbers = view.numbers(command.messages(), command.numbering());
        return task.ask(new Effect.Fetch(
                view,
                command.numbering(),
                numbers,
                command.items(),
                fetched -> task.finish(List.of(), answer(fetched, command.numbering()), reported)));
    }

    private static Answer answer(Effect.Fetched fetched, Numbering numbering) {
        if (fetched.decoding() == Effect.Fetched.Decoding.UNKNOWN_ENCODING) {
            return Answer.no(ResponseCode.UNKNOWN_CTE, "A transfer encoding is not known");
        }
        boolean tellGone = fetched.presence() == Effect.Fetched.Presence.SOME_GONE && numbering == Numbering.SEQUENCE;
        return tellGone ? Answer.ok(ResponseCode.EXPUNGEISSUED, "Some of the messages are gone") : Answer.ok("Fetched");
    }

    static Step copy(Task<State.Selected> task, Command.Copy command) {
        return transfer(
                task,
                command.numbering(),
                command.messages(),
                command.to(),
                (uids, target) -> new Effect.Copy(
                        task.state().view().mailbox(), uids, target, transfer -> copied(task, transfer)));
    }

    private static Step copied(Task<State.Selected> task, Transfer transfer) {
        return switch (transfer) {
            case Transfer.Done done -> task.finish(done.from().length == 0 ? GONE : Answer.ok(copyUid(done), "Copied"));
            case Transfer.NoSuchTarget() -> task.finish(NO_TARGET);
            case Transfer.OverQuota() -> task.finish(OVER_QUOTA);
        };
    }

    static Step move(Task<State.Selected> task, Command.Move command) {
        if (task.state().view().isReadOnly()) {
            return task.finish(READ_ONLY);
        }
        return transfer(
                task,
                command.numbering(),
                command.messages(),
                command.to(),
                (uids, target) -> new Effect.Move(
                        task.state().view().mailbox(), uids, target, transfer -> moved(task, transfer)));
    }

    // RFC 6851 section 4.3: COPYUID stands in an untagged OK, before the messages vanish.
    private static Step moved(Task<State.Selected> task, Transfer transfer) {
        return switch (transfer) {
            case Transfer.Done done -> {
                if (done.from().length == 0) {
                    yield task.finish(GONE);
                }
                task.state().view().lose(done.from());
                yield task.finish(List.of(Response.ok(copyUid(done), "Moved")), Answer.ok("Moved"));
            }
            case Transfer.NoSuchTarget() -> task.finish(NO_TARGET);
            case Transfer.OverQuota() -> task.finish(OVER_QUOTA);
        };
    }

    /** What is done with the messages meant and the mailbox meant. */
    private interface TransferWork {
        Effect.Ask to(long[] uids, MailboxRef target);
    }

    private static Step transfer(
            Task<State.Selected> task, Numbering numbering, MessageSet messages, MailboxName to, TransferWork work) {
        SessionView view = task.state().view();
        if (view.exceeds(messages, numbering)) {
            return task.finish(NO_SUCH_NUMBER);
        }
        long[] uids = view.uids(view.numbers(messages, numbering));
        Optional<MailboxPath> path = MailboxPath.of(task.state().holder(), to);
        if (path.isEmpty()) {
            return task.finish(NO_TARGET);
        }
        return task.ask(new Effect.Find(path.get(), target -> {
            if (target.isEmpty()) {
                return task.finish(NO_TARGET);
            }
            return uids.length == 0 ? task.finish(NOTHING_MEANT) : task.ask(work.to(uids, target.get()));
        }));
    }

    private static ResponseCode copyUid(Transfer.Done done) {
        return ResponseCode.copyUid(
                new UidValidity(done.uidValidity()), NumberSet.of(done.from()), NumberSet.of(done.to()));
    }

    static Step expunge(Task<State.Selected> task, Command.Expunge command) {
        return expunge(task, Optional.empty());
    }

    static Step expungeUids(Task<State.Selected> task, Command.ExpungeUids command) {
        SessionView view = task.state().view();
        return expunge(task, Optional.of(view.uids(view.numbers(command.uids(), Numbering.UID))));
    }

    private static Step expunge(Task<State.Selected> task, Optional<long[]> uids) {
        SessionView view = task.state().view();
        if (view.isReadOnly()) {
            return task.finish(READ_ONLY);
        }
        if (uids.isPresent() && uids.get().length == 0) {
            return task.finish(NOTHING_MEANT);
        }
        return task.ask(new Effect.Expunge(view.mailbox(), uids, expunged -> {
            view.lose(expunged);
            return task.finish(Answer.ok("Expunged"));
        }));
    }

    /** CLOSE removes what is marked and says nothing of it (RFC 9051 section 6.4.1). */
    static Step close(Task<State.Selected> task, Command.Close command) {
        SessionView view = task.state().view();
        Answer closed = Answer.ok("Closed");
        return view.isReadOnly()
                ? SessionCommands.unselected(task, List.of(), closed)
                : task.ask(new Effect.Expunge(
                        view.mailbox(),
                        Optional.empty(),
                        expunged -> SessionCommands.unselected(task, List.of(), closed)));
    }
}
