package dev.posthaste.imap.server;

import dev.posthaste.id.Uid;
import dev.posthaste.id.UidValidity;
import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.Response;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.intake.AppendResult;
import dev.posthaste.intake.NotAccepted;
import dev.posthaste.intake.Refusal;
import dev.posthaste.mailbox.MailboxRef;
import java.time.Instant;
import java.util.Optional;

/** APPEND (RFC 9051 section 6.3.12): the message goes to intake while it comes. */
final class AppendCommand {

    private static final Answer NO_SUCH_MAILBOX = Answer.no(ResponseCode.TRYCREATE, "There is no such mailbox");

    private static final Answer TOO_BIG = Answer.no(ResponseCode.TOOBIG, "The message is too large");

    private final long messageSizeMax;

    /** Takes messages of at most so many octets. */
    AppendCommand(long messageSizeMax) {
        this.messageSizeMax = messageSizeMax;
    }

    /** The message is announced, and none of it was read. */
    Step begin(Task<State.LoggedIn> task, Command.Append command) {
        Optional<MailboxPath> path = MailboxPath.of(task.state().holder(), command.mailbox());
        if (path.isEmpty()) {
            return task.finish(NO_SUCH_MAILBOX);
        }
        if (command.message().size() > messageSizeMax) {
            return task.finish(TOO_BIG);
        }
        return task.ask(new Effect.Find(
                path.get(),
                found -> found.map(mailbox -> into(task, mailbox, command))
                        .orElseGet(() -> task.finish(NO_SUCH_MAILBOX))));
    }

    private static Step into(Task<State.LoggedIn> task, MailboxRef mailbox, Command.Append command) {
        return Keywords.register(
                task,
                mailbox.account(),
                command.flags(),
                flags -> task.ask(new Effect.BeginAppend(
                        task.state().holder(), mailbox, flags, date(command.date()), ready -> receive(task, command))));
    }

    private static Step receive(Task<State.LoggedIn> task, Command.Append command) {
        State.Appending appending = new State.Appending(task.state(), task.tag());
        return switch (command.message().waiting()) {
            case FOLLOWS -> Step.to(appending);
            case WAITS -> Step.to(appending, new Effect.Write(new Response.Continuation("Go on")));
        };
    }

    private static Optional<Instant> date(Command.AppendDate date) {
        return switch (date) {
            case Command.AppendDate.Now() -> Optional.empty();
            case Command.AppendDate.At(Instant time) -> Optional.of(time);
        };
    }

    /** All octets have come, and the end of the command behind them. */
    static Step end(Task<State.LoggedIn> task) {
        return task.ask(new Effect.FinishAppend(result -> task.finish(answer(result))));
    }

    private static Answer answer(AppendResult result) {
        return switch (result) {
            case AppendResult.Appended(long uidValidity, long uid, var id) ->
                Answer.ok(ResponseCode.appendUid(new UidValidity(uidValidity), new Uid(uid)), "Appended");
            case NotAccepted.Refused(Refusal refusal) -> refusal(refusal.reason());
            case NotAccepted.Deferred deferred -> Answer.no(ResponseCode.UNAVAILABLE, "Try again later");
        };
    }

    private static Answer refusal(Refusal.Reason reason) {
        return switch (reason) {
            case TOO_LARGE, HEADER_TOO_LARGE -> TOO_BIG;
            case OVER_QUOTA -> Answer.no(ResponseCode.OVERQUOTA, "The account is full");
            case NO_SUCH_FOLDER -> NO_SUCH_MAILBOX;
            case LOOP, NOT_YOUR_ADDRESS, NO_AUTHOR, IDEMPOTENCY_KEY_REUSED, POLICY ->
                Answer.no(ResponseCode.CANNOT, "The message is not taken");
        };
    }
}
