package dev.posthaste.imap.server;

import dev.posthaste.account.AccountRef;
import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.intake.AppendRequest;
import dev.posthaste.intake.AppendResult;
import dev.posthaste.intake.NotAccepted;
import dev.posthaste.intake.Origin;
import dev.posthaste.intake.Reception;
import dev.posthaste.intake.Refusal;
import dev.posthaste.login.Principal.AccountHolder;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderName;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** APPEND (RFC 9051 section 6.3.12): the message goes to intake while it comes. */
final class AppendCommand {

    /** Whether the message is to come. */
    sealed interface Outcome {
        /** It is. */
        record Welcome(Reception<AppendResult> reception) implements Outcome {}

        /** It is not. */
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
            return new Outcome.Welcome(
                    rooms.intake().append(new AppendRequest(origin(holder), account, folder.id(), flags, date)));
        });
    }

    private static Origin origin(AccountHolder holder) {
        return new Origin(
                Origin.Entrance.IMAP,
                Origin.Peer.NONE,
                new Origin.Security.Clear(),
                new Origin.Authenticated.Account(holder.account(), holder.address()),
                Origin.Request.NONE);
    }

    private static Optional<Instant> date(Command.AppendDate date) {
        return switch (date) {
            case Command.AppendDate.Now() -> Optional.empty();
            case Command.AppendDate.At(Instant time) -> Optional.of(time);
        };
    }

    /** All octets have come. */
    Uni<Answer> end(Reception<AppendResult> reception) {
        return reception.finish().map(AppendCommand::answer);
    }

    private static Answer answer(AppendResult result) {
        return switch (result) {
            case AppendResult.Appended(long uidValidity, long uid, var id) ->
                Answer.ok(ResponseCode.appendUid(uidValidity, uid), "Appended");
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
