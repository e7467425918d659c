package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Flag;
import dev.posthaste.imap.wire.MessageSet;
import dev.posthaste.imap.wire.NumberSet;
import dev.posthaste.imap.wire.Numbering;
import dev.posthaste.imap.wire.SearchKey;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.MailboxStore.TextField;
import dev.posthaste.mailbox.MailboxStore.TextMatches;
import dev.posthaste.mailbox.StoredMessage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Runs one SEARCH: each key narrows the set of candidates, cheap keys first, so that few rows and octets are read. Sets are
 * bit sets of message numbers.
 */
final class Searching {

    private final ImapDependencies dependencies;
    private final SessionView view;

    Searching(ImapDependencies dependencies, SessionView view) {
        this.dependencies = dependencies;
        this.view = view;
    }

    Uni<NumberSet> run(SearchKey key) {
        BitSet all = new BitSet();
        all.set(1, view.exists() + 1);
        return find(key, all).map(Searching::numbers);
    }

    /** The candidates that match. The argument is not changed. */
    private Uni<BitSet> find(SearchKey key, BitSet candidates) {
        if (candidates.isEmpty()) {
            return Uni.createFrom().item(candidates);
        }
        return switch (key) {
            case SearchKey.All() -> Uni.createFrom().item(candidates);
            case SearchKey.Numbers(MessageSet set) -> among(view.numbers(set, Numbering.SEQUENCE), candidates);
            case SearchKey.Uids(MessageSet set) -> among(view.numbers(set, Numbering.UID), candidates);
            case SearchKey.Recent() -> byView(candidates, view::isRecent);
            case SearchKey.Flagged(Flag flag) -> flagged(flag, candidates);
            case SearchKey.Unflagged(Flag flag) -> flagged(flag, candidates).map(found -> without(candidates, found));
            case SearchKey.Not(SearchKey inner) -> find(inner, candidates).map(found -> without(candidates, found));
            case SearchKey.And(List<SearchKey> keys) -> all(keys, candidates);
            case SearchKey.Or(SearchKey one, SearchKey other) -> either(one, other, candidates);
            case SearchKey.Internal internal -> byRow(candidates, new RowTest.Internal(internal));
            case SearchKey.Sent sent -> byRow(candidates, new RowTest.Sent(sent));
            case SearchKey.Larger(long octets) -> byRow(candidates, new RowTest.Larger(octets));
            case SearchKey.Smaller(long octets) -> byRow(candidates, new RowTest.Smaller(octets));
            case SearchKey.Header header -> header(header, candidates);
            case SearchKey.Text(String text) -> text(text, candidates);
            case SearchKey.Body(String text) -> body(text, candidates);
        };
    }

    private Uni<BitSet> all(List<SearchKey> keys, BitSet candidates) {
        List<SearchKey> cheapFirst = new ArrayList<>(keys);
        cheapFirst.sort(Comparator.comparingInt(Searching::cost));
        BitSet left = (BitSet) candidates.clone();
        // Sequential, not nested: a search may have more keys than the stack has frames.
        return Multi.createFrom()
                .iterable(cheapFirst)
                .onItem()
                .transformToUniAndConcatenate(key -> find(key, left).invoke(left::and))
                .collect()
                .last()
                .replaceWith(left);
    }

    private Uni<BitSet> either(SearchKey one, SearchKey other, BitSet candidates) {
        SearchKey first = cost(one) <= cost(other) ? one : other;
        SearchKey second = cost(one) <= cost(other) ? other : one;
        return find(first, candidates)
                .flatMap(found -> find(second, without(candidates, found)).map(more -> union(found, more)));
    }

    /** What has to be read for a key: nothing, rows, text of the folder, octets. */
    private static int cost(SearchKey key) {
        return switch (key) {
            case SearchKey.All ignored -> 0;
            case SearchKey.Numbers ignored -> 0;
            case SearchKey.Uids ignored -> 0;
            case SearchKey.Recent ignored -> 0;
            case SearchKey.Flagged ignored -> 0;
            case SearchKey.Unflagged ignored -> 0;
            case SearchKey.Not(SearchKey inner) -> cost(inner);
            case SearchKey.And(List<SearchKey> keys) ->
                keys.stream().mapToInt(Searching::cost).max().orElse(0);
            case SearchKey.Or(SearchKey one, SearchKey other) -> Math.max(cost(one), cost(other));
            case SearchKey.Text ignored -> 1;
            case SearchKey.Internal ignored -> 2;
            case SearchKey.Sent ignored -> 2;
            case SearchKey.Larger ignored -> 2;
            case SearchKey.Smaller ignored -> 2;
            case SearchKey.Header ignored -> 3;
            case SearchKey.Body ignored -> 4;
        };
    }

    private static Uni<BitSet> among(NumberSet numbers, BitSet candidates) {
        BitSet found = new BitSet();
        for (int range = 0; range < numbers.ranges(); range++) {
            found.set((int) numbers.rangeFirst(range), (int) numbers.rangeLast(range) + 1);
        }
        found.and(candidates);
        return Uni.createFrom().item(found);
    }

    private Uni<BitSet> flagged(Flag flag, BitSet candidates) {
        long bit = Keywords.known(List.of(flag), view.keywords());
        return byView(candidates, number -> (view.flags(number) & bit) != 0);
    }

    private static Uni<BitSet> byView(BitSet candidates, IntPredicate test) {
        BitSet found = new BitSet();
        candidates.stream().filter(test).forEach(found::set);
        return Uni.createFrom().item(found);
    }

    private Uni<BitSet> byRow(BitSet candidates, RowTest test) {
        BitSet found = new BitSet();
        return Multi.createFrom()
                .iterable(new NumberSlices(numbers(candidates), MailboxStore.MAX_ROWS))
                .onItem()
                .transformToUniAndConcatenate(slice -> dependencies
                        .mailbox()
                        .messages(view.mailbox().account(), view.mailbox().folder(), view.uids(slice)))
                .onItem()
                .transformToUniAndConcatenate(rows -> test(rows, test, found))
                .collect()
                .last()
                .replaceWith(found);
    }

    private Uni<Void> test(List<StoredMessage> rows, RowTest test, BitSet found) {
        return Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUniAndConcatenate(row -> test.matches(row).invoke(matches -> note(matches, row, found)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private void note(Boolean matches, StoredMessage row, BitSet found) {
        int number = view.number(row.uid());
        if (matches && number > 0) {
            found.set(number);
        }
    }

    private Uni<BitSet> header(SearchKey.Header key, BitSet candidates) {
        RowTest test = new TextTest(key.text(), dependencies.bytes()).header(key.name());
        if (!key.name().equalsIgnoreCase("SUBJECT") || key.text().isEmpty()) {
            return byRow(candidates, test);
        }
        return stored(TextField.SUBJECT, key.text())
                .flatMap(matches -> byRow(numbered(matches.uncertain(), candidates), test)
                        .map(more -> union(numbered(matches.uids(), candidates), more)));
    }

    private Uni<BitSet> text(String text, BitSet candidates) {
        if (text.isEmpty()) {
            return Uni.createFrom().item(candidates);
        }
        RowTest test = new TextTest(text, dependencies.bytes()).anywhere();
        return stored(TextField.ANYWHERE, text)
                .flatMap(matches -> byRow(numbered(matches.uncertain(), candidates), test)
                        .map(more -> union(numbered(matches.uids(), candidates), more)));
    }

    private Uni<BitSet> body(String text, BitSet candidates) {
        if (text.isEmpty()) {
            return Uni.createFrom().item(candidates);
        }
        TextTest test = new TextTest(text, dependencies.bytes());
        return stored(TextField.ANYWHERE, text)
                .flatMap(matches -> byRow(numbered(matches.uids(), candidates), test.bodyOfMatch())
                        .flatMap(found -> byRow(numbered(matches.uncertain(), candidates), test.body())
                                .map(more -> union(found, more))));
    }

    private Uni<TextMatches> stored(TextField field, String text) {
        return dependencies
                .mailbox()
                .search(view.mailbox().account(), view.mailbox().folder(), field, text);
    }

    private BitSet numbered(long[] uids, BitSet candidates) {
        BitSet numbers = new BitSet();
        for (long uid : uids) {
            int number = view.number(uid);
            if (number > 0 && number <= view.exists()) {
                numbers.set(number);
            }
        }
        numbers.and(candidates);
        return numbers;
    }

    private static BitSet without(BitSet candidates, BitSet found) {
        BitSet rest = (BitSet) candidates.clone();
        rest.andNot(found);
        return rest;
    }

    private static BitSet union(BitSet one, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.or(other);
        return both;
    }

    private static NumberSet numbers(BitSet found) {
        NumberSet.Builder numbers = new NumberSet.Builder();
        found.stream().forEach(numbers::add);
        return numbers.build();
    }
}
