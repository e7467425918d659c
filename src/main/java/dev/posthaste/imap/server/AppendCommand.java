package dev.posthaste.imap.server;

import dev.posthaste.account.AccountRef;
import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.intake.Arrival;
import dev.posthaste.intake.Reception;
import dev.posthaste.intake.Verdict;
import dev.posthaste.login.Principal.AccountHolder;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderName;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** APPEND (RFC 9051 section 6.3.12): the message goes through the door while it comes. */
final class AppendCommand {

    /** Whether the message is to come. */
    sealed interface Outcome {
        /** The door is open for it. */
        record Welcome(Reception reception) implements Outcome {}

        /** It is not wanted. */
        record NotWanted(Answer answer) implements Outcome {}
    }

    private static final Answer NO_SUCH_MAILBOX = Answer.no(ResponseCode.TRYCREATE, "There is no such mailbox");

    private static final Answer TOO_BIG = Answer.no(ResponseCode.TOOBIG, "The message is too large");

    private final Rooms rooms;

    AppendCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    Uni<Outcome> refused(Answer answer) {
        return Uni.createFrom().item(new Outcome.NotWanted(answer));
    }

    Uni<Outcome> begin(AccountHolder holder, Command.Append command) {
        Optional<FolderName> name = FolderName.parse(command.mailbox().text());
        if (name.isEmpty()) {
            return refused(NO_SUCH_MAILBOX);
        }
        if (command.message().size() > rooms.messageSizeMax()) {
            return refused(TOO_BIG);
        }
        return rooms.folders()
                .folder(holder.account(), name.get())
                .flatMap(folder ->
                        folder.map(found -> into(holder, found, command)).orElseGet(() -> refused(NO_SUCH_MAILBOX)));
    }

    private Uni<Outcome> into(AccountHolder holder, Folder folder, Command.Append command) {
        return new FlagBits(rooms.mailbox())
                .of(holder.account(), command.flags())
                .flatMap(bits -> bits.map(flags -> receive(holder, folder, flags, date(command.date())))
                        .orElseGet(() -> refused(FlagBits.TOO_MANY)));
    }

    private Uni<Outcome> receive(AccountHolder holder, Folder folder, long flags, Optional<Instant> date) {
        return rooms.folders().folder(holder.account(), FolderName.INBOX).map(inbox -> {
            AccountRef account = new AccountRef(
                    holder.tenant(),
                    holder.account(),
                    holder.address(),
                    inbox.orElse(folder).id());
            return new Outcome.Welcome(rooms.intake().receive(new Arrival.Append(account, folder.id(), flags, date)));
        });
    }

    private static Optional<Instant> date(Command.AppendDate date) {
        return switch (date) {
            case Command.AppendDate.Now() -> Optional.empty();
            case Command.AppendDate.At(Instant time) -> Optional.of(time);
        };
    }

    /** All octets have come. */
    Uni<Answer> end(Reception reception) {
        return reception.finish().map(AppendCommand::answer);
    }

    private static Answer answer(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Appended(long uidValidity, long uid, var id) ->
                Answer.ok(ResponseCode.appendUid(uidValidity, uid), "Appended");
            case Verdict.Accepted ignored -> throw new IllegalStateException("an APPEND is not sent to anybody");
            case Verdict.Delivered ignored -> throw new IllegalStateException("an APPEND is not sent to anybody");
            case Verdict.Refused(Verdict.Reason reason, String detail) -> refusal(reason);
            case Verdict.TryLater later -> Answer.no(ResponseCode.UNAVAILABLE, "Try again later");
        };
    }

    private static Answer refusal(Verdict.Reason reason) {
        return switch (reason) {
            case TOO_LARGE, HEADER_TOO_LARGE -> TOO_BIG;
            case OVER_QUOTA -> Answer.no(ResponseCode.OVERQUOTA, "The account is full");
            case NO_SUCH_FOLDER -> NO_SUCH_MAILBOX;
            case LOOP, NOT_YOUR_ADDRESS, NO_AUTHOR, IDEMPOTENCY_KEY_REUSED ->
                Answer.no(ResponseCode.CANNOT, "The message is not taken");
        };
    }
}
