package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.Dialect;
import dev.posthaste.imap.wire.MessageSet;
import dev.posthaste.imap.wire.NumberSet;
import dev.posthaste.imap.wire.Numbering;
import dev.posthaste.imap.wire.Response;
import dev.posthaste.imap.wire.ResponseWriter;
import dev.posthaste.imap.wire.SearchKey;
import dev.posthaste.imap.wire.SearchReturn;
import dev.posthaste.mailbox.MailboxStore;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/** SEARCH and UID SEARCH (RFC 9051 section 6.4.4): what is asked, and how it is answered. {@link Searching} finds the messages. */
final class SearchCommand {

    private SearchCommand() {}

    static Step search(Task<State.Selected> task, Command.Search command) {
        SessionView view = task.state().view();
        if (exceeds(view, command.key())) {
            return finish(task, command, List.of(), MessageCommands.NO_SUCH_NUMBER);
        }
        return task.ask(
                new Effect.Search(view, command.key(), found -> found(task, command, found)),
                command.returns().contains(SearchReturn.SAVE)
                        ? State.OnFailure.ANSWER_AND_FORGET_SAVED
                        : State.OnFailure.ANSWER);
    }

    /**
     * RFC 5182 section 2.1: a search with SAVE that is answered NO leaves nothing saved. One that is answered BAD leaves
     * what was saved before, and so does one that has not ended: it may narrow down {@code $} itself.
     */
    static void forgetSaved(SessionView view, Set<SearchReturn> returns) {
        if (returns.contains(SearchReturn.SAVE)) {
            view.forgetSaved();
        }
    }

    private static boolean exceeds(SessionView view, SearchKey key) {
        return switch (key) {
            case SearchKey.Numbers(MessageSet set) -> view.exceeds(set, Numbering.SEQUENCE);
            case SearchKey.And(List<SearchKey> keys) -> keys.stream().anyMatch(inner -> exceeds(view, inner));
            case SearchKey.Or(SearchKey one, SearchKey other) -> exceeds(view, one) || exceeds(view, other);
            case SearchKey.Not(SearchKey inner) -> exceeds(view, inner);
            case SearchKey.All ignored -> false;
            case SearchKey.Flagged ignored -> false;
            case SearchKey.Unflagged ignored -> false;
            case SearchKey.Recent ignored -> false;
            case SearchKey.Header ignored -> false;
            case SearchKey.Body ignored -> false;
            case SearchKey.Text ignored -> false;
            case SearchKey.Internal ignored -> false;
            case SearchKey.Sent ignored -> false;
            case SearchKey.Larger ignored -> false;
            case SearchKey.Smaller ignored -> false;
            case SearchKey.Uids ignored -> false;
        };
    }

    private static Step found(Task<State.Selected> task, Command.Search command, NumberSet numbers) {
        SessionView view = task.state().view();
        NumberSet uids = NumberSet.of(view.uids(numbers));
        Set<SearchReturn> returns = command.returns();
        if (returns.contains(SearchReturn.SAVE)) {
            view.save(saved(returns, uids));
        }
        NumberSet named = command.numbering() == Numbering.UID ? uids : numbers;
        return finish(task, command, effects(task, command, named), Answer.ok("Searched"));
    }

    private static List<Effect> effects(Task<State.Selected> task, Command.Search command, NumberSet named) {
        Set<SearchReturn> returns = command.returns();
        if (returns.isEmpty() && task.state().dialect() == Dialect.REV1) {
            return List.of(new Effect.Stream(() -> new PlainResponse(named)));
        }
        if (returns.equals(Set.of(SearchReturn.SAVE))) {
            return List.of();
        }
        Set<SearchReturn> told = returns.isEmpty() ? Set.of(SearchReturn.ALL) : returns;
        return List.of(new Effect.Write(new Response.ESearch(task.tag(), command.numbering(), told, named)));
    }

    /** RFC 5182 section 2.1: with MIN or MAX alone only these are saved. */
    private static NumberSet saved(Set<SearchReturn> returns, NumberSet uids) {
        boolean ends = returns.contains(SearchReturn.MIN) || returns.contains(SearchReturn.MAX);
        if (!ends || returns.contains(SearchReturn.ALL) || returns.contains(SearchReturn.COUNT) || uids.isEmpty()) {
            return uids;
        }
        if (!returns.contains(SearchReturn.MAX)) {
            return NumberSet.of(uids.first());
        }
        return returns.contains(SearchReturn.MIN) ? NumberSet.of(uids.first(), uids.last()) : NumberSet.of(uids.last());
    }

    private static Step finish(
            Task<State.Selected> task, Command.Search command, List<? extends Effect> before, Answer answer) {
        return task.finish(before, answer, MessageCommands.numbers(command.numbering()));
    }

    /** {@code * SEARCH n n …} of IMAP4rev1 in pieces. */
    private static final class PlainResponse implements Iterator<Response> {

        private final Iterator<NumberSet> slices;
        private Part next = Part.BEGINNING;

        private enum Part {
            BEGINNING,
            NUMBERS,
            NOTHING
        }

        PlainResponse(NumberSet found) {
            this.slices = new NumberSlices(found, MailboxStore.MAX_ROWS).iterator();
        }

        @Override
        public boolean hasNext() {
            return next != Part.NOTHING;
        }

        @Override
        public Response next() {
            return switch (next) {
                case BEGINNING -> {
                    next = Part.NUMBERS;
                    yield out -> out.raw("* SEARCH");
                }
                case NUMBERS -> slices.hasNext() ? numbers(slices.next()) : end();
                case NOTHING -> throw new NoSuchElementException();
            };
        }

        private Response end() {
            next = Part.NOTHING;
            return ResponseWriter::end;
        }

        private static Response numbers(NumberSet slice) {
            return out -> {
                for (int range = 0; range < slice.ranges(); range++) {
                    for (long number = slice.rangeFirst(range); number <= slice.rangeLast(range); number++) {
                        out.raw(" ").number(number);
                    }
                }
            };
        }
    }
}
