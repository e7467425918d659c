package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.Numbering;
import dev.posthaste.imap.wire.StoreChange;
import dev.posthaste.mailbox.FlagChange;
import dev.posthaste.mailbox.MailboxStore.FlagsNow;
import java.util.List;
import java.util.function.LongFunction;

/** STORE and UID STORE (RFC 9051 section 6.4.6). */
final class StoreCommand {

    private StoreCommand() {}

    static Step store(Task<State.Selected> task, Command.Store command) {
        SessionView view = task.state().view();
        if (view.isReadOnly()) {
            return finish(task, command, MessageCommands.READ_ONLY);
        }
        if (view.exceeds(command.messages(), command.numbering())) {
            return finish(task, command, MessageCommands.NO_SUCH_NUMBER);
        }
        long[] uids = view.uids(view.numbers(command.messages(), command.numbering()));
        if (uids.length == 0) {
            return finish(task, command, MessageCommands.NOTHING_MEANT);
        }
        StoreChange change = command.change();
        return switch (change.way()) {
            // To remove a keyword that nobody has used must not register it.
            case REMOVE ->
                store(task, command, uids, FlagChange.remove(Keywords.known(change.flags(), view.keywords())));
            case ADD -> register(task, change, bits -> store(task, command, uids, FlagChange.add(bits)));
            case REPLACE -> register(task, change, bits -> store(task, command, uids, FlagChange.replace(bits)));
        };
    }

    private static Step register(Task<State.Selected> task, StoreChange change, LongFunction<Step> then) {
        return Keywords.register(task, task.state().view().mailbox().account(), change.flags(), then);
    }

    private static Step store(Task<State.Selected> task, Command.Store command, long[] uids, FlagChange change) {
        return task.ask(new Effect.StoreFlags(
                task.state().view().mailbox(), uids, change, now -> stored(task, command, change, now)));
    }

    private static Step stored(Task<State.Selected> task, Command.Store command, FlagChange change, FlagsNow now) {
        SessionView view = task.state().view();
        boolean known = command.change().way() == StoreChange.Way.REMOVE
                || Keywords.areKnown(command.change().flags(), view.keywords());
        if (known) {
            note(view, command.change(), change, now);
            return finish(task, command, answer(command, now));
        }
        // A keyword that was just registered has a bit, and is reported by name.
        return task.ask(new Effect.ReadKeywords(view.mailbox().account(), keywords -> {
            view.learnKeywords(keywords);
            note(view, command.change(), change, now);
            return finish(task, command, answer(command, now));
        }));
    }

    private static void note(SessionView view, StoreChange asked, FlagChange change, FlagsNow now) {
        for (int i = 0; i < now.uids().length; i++) {
            int number = view.number(now.uids()[i]);
            if (number == 0) {
                continue;
            }
            long expected = (view.flags(number) & ~change.clear()) | change.set();
            // Even a silent client is told what another session did to the flags (RFC 9051 section 6.4.6).
            if (asked.answer() == StoreChange.Answer.SILENT && now.flags()[i] == expected) {
                view.know(number, expected, now.modSeqs()[i]);
            } else {
                view.tell(number, now.flags()[i], now.modSeqs()[i]);
            }
        }
        view.lose(now.missing());
        now.counted().ifPresent(view::changedAt);
    }

    private static Answer answer(Command.Store command, FlagsNow now) {
        boolean complete = now.missing().length == 0 || command.numbering() == Numbering.UID;
        return complete ? Answer.ok("Stored") : MessageCommands.GONE;
    }

    private static Step finish(Task<State.Selected> task, Command.Store command, Answer answer) {
        return task.finish(List.of(), answer, MessageCommands.numbers(command.numbering()));
    }
}
