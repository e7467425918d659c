package dev.posthaste.imap.server;

import dev.posthaste.id.FolderId;
import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.Condition;
import dev.posthaste.imap.wire.MailboxName;
import dev.posthaste.imap.wire.MessageSet;
import dev.posthaste.imap.wire.NumberSet;
import dev.posthaste.imap.wire.Numbering;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.imap.wire.StoreChange;
import dev.posthaste.mailbox.FlagChange;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.MailboxStore.FlagsNow;
import dev.posthaste.mailbox.MailboxStore.Transfer;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** What a client does with the messages of the selected mailbox (RFC 9051 section 6.4). */
final class MessageCommands {

    private static final Answer READ_ONLY = Answer.no(ResponseCode.READ_ONLY, "The mailbox was opened to be read only");

    private static final Answer NO_SUCH_NUMBER = Answer.bad("There is no message with such a number");

    private static final Answer GONE = Answer.no(ResponseCode.EXPUNGEISSUED, "Some of the messages are gone");

    private final Rooms rooms;
    private final Output out;

    MessageCommands(Rooms rooms, Output out) {
        this.rooms = rooms;
        this.out = out;
    }

    Uni<Answer> fetch(State.Selected selected, Command.Fetch command) {
        SessionView view = selected.view();
        if (view.exceeds(command.messages(), command.numbering())) {
            return NO_SUCH_NUMBER.now();
        }
        NumberSet numbers = view.numbers(command.messages(), command.numbering());
        return new Fetching(rooms, out, selected, command).run(numbers);
    }

    Uni<Answer> search(String tag, State.Selected selected, Command.Search command) {
        return new Searching(rooms, out, selected).run(tag, command);
    }

    Uni<Answer> store(State.Selected selected, Command.Store command) {
        SessionView view = selected.view();
        if (view.isReadOnly()) {
            return READ_ONLY.now();
        }
        if (view.exceeds(command.messages(), command.numbering())) {
            return NO_SUCH_NUMBER.now();
        }
        long[] uids = view.uids(view.numbers(command.messages(), command.numbering()));
        if (uids.length == 0) {
            return Answer.ok("No message was meant").now();
        }
        return bits(selected, command.change())
                .flatMap(bits -> bits.map(known -> store(selected, command, uids, change(command.change(), known)))
                        .orElseGet(FlagBits.TOO_MANY::now));
    }

    // Taking away a keyword that nobody has used must not register it.
    private Uni<Optional<Long>> bits(State.Selected selected, StoreChange change) {
        return switch (change.way()) {
            case REMOVE ->
                Uni.createFrom()
                        .item(Optional.of(
                                FlagBits.known(change.flags(), selected.view().keywords())));
            case ADD, REPLACE ->
                new FlagBits(rooms.mailbox()).of(selected.holder().account(), change.flags());
        };
    }

    private static FlagChange change(StoreChange change, long bits) {
        return switch (change.way()) {
            case REPLACE -> FlagChange.replace(bits);
            case ADD -> FlagChange.add(bits);
            case REMOVE -> FlagChange.remove(bits);
        };
    }

    private Uni<Answer> store(State.Selected selected, Command.Store command, long[] uids, FlagChange change) {
        SessionView view = selected.view();
        return rooms.mailbox()
                .changeFlags(selected.holder().account(), view.folder(), uids, change)
                .flatMap(now -> withKeywords(selected, command.change())
                        .invoke(ready -> {
                            stored(view, command.change(), change, now);
                        })
                        .replaceWith(storeAnswer(command, now)));
    }

    // A keyword that was just registered has a bit, and is to be told by name.
    private Uni<Void> withKeywords(State.Selected selected, StoreChange change) {
        SessionView view = selected.view();
        boolean known = change.flags().stream()
                .allMatch(flag -> flag.isSystem() || view.keywords().stream().anyMatch(flag.name()::equalsIgnoreCase));
        if (known || change.way() == StoreChange.Way.REMOVE) {
            return Uni.createFrom().voidItem();
        }
        return rooms.mailbox()
                .keywords(selected.holder().account())
                .invoke(view::learnKeywords)
                .replaceWithVoid();
    }

    private static void stored(SessionView view, StoreChange asked, FlagChange change, FlagsNow now) {
        for (int i = 0; i < now.uids().length; i++) {
            int number = view.number(now.uids()[i]);
            if (number == 0) {
                continue;
            }
            long expected = (view.flags(number) & ~change.clear()) | change.set();
            // Even a silent client is told what another session did to the flags (RFC 9051 section 6.4.6).
            if (asked.answer() == StoreChange.Answer.SILENT && now.flags()[i] == expected) {
                view.know(number, expected);
            } else {
                view.tell(number, now.flags()[i]);
            }
        }
        view.lose(now.missing());
        now.counted().ifPresent(view::changedAt);
    }

    private static Answer storeAnswer(Command.Store command, FlagsNow now) {
        boolean complete = now.missing().length == 0 || command.numbering() == Numbering.UID;
        return complete ? Answer.ok("Stored") : GONE;
    }

    Uni<Answer> copy(State.Selected selected, Command.Copy command) {
        return transfer(
                selected,
                command.numbering(),
                command.messages(),
                command.to(),
                (uids, target) -> rooms.mailbox()
                        .copy(selected.holder().account(), selected.view().folder(), uids, target)
                        .map(transfer -> switch (transfer) {
                            case Transfer.Done done -> copied(done);
                            case Transfer.NoSuchTarget() -> noTarget();
                            case Transfer.OverQuota() -> overQuota();
                        }));
    }

    private static Answer copied(Transfer.Done done) {
        if (done.from().length == 0) {
            return GONE;
        }
        return Answer.ok(copyUid(done), "Copied");
    }

    Uni<Answer> move(State.Selected selected, Command.Move command) {
        if (selected.view().isReadOnly()) {
            return READ_ONLY.now();
        }
        return transfer(
                selected,
                command.numbering(),
                command.messages(),
                command.to(),
                (uids, target) -> rooms.mailbox()
                        .move(selected.holder().account(), selected.view().folder(), uids, target)
                        .map(transfer -> switch (transfer) {
                            case Transfer.Done done -> moved(selected.view(), done);
                            case Transfer.NoSuchTarget() -> noTarget();
                            case Transfer.OverQuota() -> overQuota();
                        }));
    }

    // RFC 6851 section 4.3: COPYUID stands in an untagged OK, before the messages vanish.
    private Answer moved(SessionView view, Transfer.Done done) {
        if (done.from().length == 0) {
            return GONE;
        }
        out.writer().status("*", Condition.OK, copyUid(done), "Moved");
        view.lose(done.from());
        return Answer.ok("Moved");
    }

    /** What is done with the messages meant and the folder meant. */
    private interface TransferWork {
        Uni<Answer> apply(long[] uids, FolderId target);
    }

    private Uni<Answer> transfer(
            State.Selected selected, Numbering numbering, MessageSet messages, MailboxName to, TransferWork work) {
        SessionView view = selected.view();
        if (view.exceeds(messages, numbering)) {
            return NO_SUCH_NUMBER.now();
        }
        long[] uids = view.uids(view.numbers(messages, numbering));
        Optional<FolderName> name = FolderName.parse(to.text());
        if (name.isEmpty()) {
            return noTarget().now();
        }
        return rooms.folders()
                .folder(selected.holder().account(), name.get())
                .flatMap(folder -> folder.map(target -> uids.length == 0
                                ? Answer.ok("No message was meant").now()
                                : work.apply(uids, target.id()))
                        .orElseGet(() -> noTarget().now()));
    }

    private static Answer noTarget() {
        return Answer.no(ResponseCode.TRYCREATE, "There is no such mailbox");
    }

    private static Answer overQuota() {
        return Answer.no(ResponseCode.OVERQUOTA, "The account is full");
    }

    private static ResponseCode copyUid(Transfer.Done done) {
        return ResponseCode.copyUid(done.uidValidity(), NumberSet.of(done.from()), NumberSet.of(done.to()));
    }

    Uni<Answer> expunge(State.Selected selected) {
        return expunge(selected, Optional.empty());
    }

    Uni<Answer> expunge(State.Selected selected, Command.ExpungeUids command) {
        SessionView view = selected.view();
        return expunge(selected, Optional.of(view.uids(view.numbers(command.uids(), Numbering.UID))));
    }

    private Uni<Answer> expunge(State.Selected selected, Optional<long[]> uids) {
        SessionView view = selected.view();
        if (view.isReadOnly()) {
            return READ_ONLY.now();
        }
        if (uids.isPresent() && uids.get().length == 0) {
            return Answer.ok("No message was meant").now();
        }
        return rooms.mailbox()
                .expunge(selected.holder().account(), view.folder(), uids)
                .invoke(view::lose)
                .replaceWith(Answer.ok("Expunged"));
    }

    /** CLOSE removes what is marked and says nothing of it (RFC 9051 section 6.4.1). */
    Uni<Answer> close(State.Selected selected) {
        if (selected.view().isReadOnly()) {
            return Answer.ok("Closed").now();
        }
        return rooms.mailbox()
                .expunge(selected.holder().account(), selected.view().folder(), Optional.empty())
                .replaceWith(Answer.ok("Closed"));
    }
}
