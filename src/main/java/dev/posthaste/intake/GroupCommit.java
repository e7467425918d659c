package dev.posthaste.intake;

import dev.posthaste.blob.StagedBlob;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.Placement;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lets concurrent arrivals share one transaction: what comes while a commit is being written goes into the next. There is
 * no timer, so that a lone message waits for nothing. A group that the database refuses is written again one by one, so
 * that a poisoned message fails alone.
 *
 * <p>One commit is under way at a time on each database node: with two the groups are smaller and the disk is flushed more
 * often, which was measured to be slower. What one node has to write is a group of its own, so that its commit need not be
 * prepared on another; what several have to write together goes by a lane of its own.
 */
final class GroupCommit {

    /** Messages of a group: more do not make a flush cheaper per message, but the first one's wait longer. */
    static final int MAX_MESSAGES = 128;

    /** Octets of a group: inline blobs and what is known of them. */
    static final long MAX_OCTETS = 8L << 20;

    /** Octets that may wait for their commit; beyond, clients are asked to come again. */
    static final long MAX_WAITING_OCTETS = 128L << 20;

    /**
     * How long a transaction may take: with a database that is gone and says nothing, the network would let us wait for a quarter
     * of an hour. Whether it was written is not known then, as after any lost connection.
     */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Ledger ledger;
    private final Duration patience;
    private final Placement placement;
    private final AtomicLong waitingOctets = new AtomicLong();

    /** One a node, and one for what several nodes write together. */
    private final List<Lane> lanes;

    GroupCommit(Ledger ledger) {
        this(ledger, PATIENCE);
    }

    GroupCommit(Ledger ledger, Duration patience) {
        this.ledger = ledger;
        this.patience = patience;
        this.placement = ledger.placement();
        int count = placement.nodes() == 1 ? 1 : placement.nodes() + 1;
        this.lanes = Stream.generate(Lane::new).limit(count).toList();
    }

    /** An acceptance on its way to the ledger, with whoever waits for it. */
    private record Waiting(Acceptance acceptance, UniEmitter<? super Ledger.Outcome> answer) {
        /** Octets of memory that it holds, about: a large blob's bytes are in the store already. */
        long octets() {
            Acceptance.Contents contents = acceptance.contents();
            return inline()
                    + contents.structure().length
                    + contents.searchText().length()
                    + contents.preview().length();
        }

        private long inline() {
            return switch (acceptance.blob()) {
                case StagedBlob.Inline(var hash, byte[] bytes) -> bytes.length;
                case StagedBlob.Chunked chunked -> 0;
            };
        }

        boolean isFor(List<AccountId> accounts) {
            return acceptance.deliveries().stream()
                    .anyMatch(delivery -> accounts.contains(delivery.account().id()));
        }
    }

    /** Too much waits already. */
    static final class FullException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FullException() {
            super("more than " + MAX_WAITING_OCTETS + " octets wait to be written");
        }
    }

    /** Writes one acceptance, with whatever else is there to be written. {@code Written} has one element then. */
    Uni<Ledger.Outcome> write(Acceptance acceptance) {
        return Uni.createFrom().emitter(answer -> {
            Waiting entry = new Waiting(acceptance, answer);
            if (waitingOctets.addAndGet(entry.octets()) > MAX_WAITING_OCTETS) {
                waitingOctets.addAndGet(-entry.octets());
                answer.fail(new FullException());
                return;
            }
            lane(acceptance).add(entry);
        });
    }

    private Lane lane(Acceptance acceptance) {
        if (lanes.size() == 1) {
            return lanes.getFirst();
        }
        int[] nodes = IntStream.concat(
                        acceptance.deliveries().stream()
                                .mapToInt(delivery ->
                                        placement.node(delivery.account().id())),
                        acceptance.submission().stream()
                                .mapToInt(submission ->
                                        placement.node(acceptance.email().bucket())))
                .distinct()
                .toArray();
        return nodes.length == 1 ? lanes.get(nodes[0]) : lanes.getLast();
    }

    /** What waits for one node, of which one group is being written. */
    private final class Lane {

        private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean writing = new AtomicBoolean();

        void add(Waiting entry) {
            waiting.add(entry);
            begin();
        }

        private void begin() {
            if (!waiting.isEmpty() && writing.compareAndSet(false, true)) {
                writeNext();
            }
        }

        private void writeNext() {
            List<Waiting> group = takeGroup();
            if (group.isEmpty()) {
                writing.set(false);
                // Somebody may have come between the last look and the line above, and have found us writing.
                begin();
                return;
            }
            write(group);
        }

        private void write(List<Waiting> group) {
            Uni.createFrom()
                    .deferred(() -> ledger.write(acceptances(group)))
                    .ifNoItem()
                    .after(patience)
                    .fail()
                    .subscribe()
                    .with(outcome -> written(group, outcome), failure -> failed(group, failure));
        }

        private List<Waiting> takeGroup() {
            List<Waiting> group = new ArrayList<>();
            long octets = 0;
            Waiting next = waiting.peek();
            while (next != null
                    && group.size() < MAX_MESSAGES
                    && (group.isEmpty() || octets + next.octets() <= MAX_OCTETS)) {
                waiting.poll();
                octets += next.octets();
                group.add(next);
                next = waiting.peek();
            }
            waitingOctets.addAndGet(-octets);
            return group;
        }

        private static List<Acceptance> acceptances(List<Waiting> group) {
            return group.stream().map(Waiting::acceptance).toList();
        }

        private void written(List<Waiting> group, Ledger.Outcome outcome) {
            if (outcome instanceof Ledger.Outcome.Written(List<List<Ledger.Placed>> placed)) {
                // The next group is on its way before anyone is told: the disk does not wait for our callbacks.
                writeNext();
                for (int i = 0; i < group.size(); i++) {
                    group.get(i).answer().complete(new Ledger.Outcome.Written(List.of(placed.get(i))));
                }
            } else if (group.size() == 1) {
                writeNext();
                group.getFirst().answer().complete(outcome);
            } else if (outcome instanceof Ledger.Outcome.OverQuota(List<AccountId> full)) {
                writeApart(group, full);
            } else {
                writeAlone(group, List.of());
            }
        }

        /** Those for a full account alone, and after them the others together: one full account costs its neighbours nothing. */
        private void writeApart(List<Waiting> group, List<AccountId> full) {
            List<Waiting> alone =
                    group.stream().filter(entry -> entry.isFor(full)).toList();
            List<Waiting> rest =
                    group.stream().filter(entry -> !entry.isFor(full)).toList();
            if (alone.isEmpty()) {
                // Accounts that nothing was for: a bug, which is to end all the same.
                writeAlone(rest, List.of());
            } else {
                writeAlone(alone, rest);
            }
        }

        private void failed(List<Waiting> group, Throwable failure) {
            if (group.size() > 1 && failure instanceof LedgerRefusedException) {
                writeAlone(group, List.of());
            } else {
                writeNext();
                group.forEach(entry -> entry.answer().fail(failure));
            }
        }

        /** One after another, and then the rest as a group. */
        private void writeAlone(List<Waiting> alone, List<Waiting> rest) {
            if (alone.isEmpty()) {
                goOn(rest);
                return;
            }
            Waiting entry = alone.getFirst();
            List<Waiting> others = alone.subList(1, alone.size());
            Uni.createFrom()
                    .deferred(() -> ledger.write(List.of(entry.acceptance())))
                    .ifNoItem()
                    .after(patience)
                    .fail()
                    .subscribe()
                    .with(
                            outcome -> {
                                entry.answer().complete(outcome);
                                writeAlone(others, rest);
                            },
                            failure -> {
                                entry.answer().fail(failure);
                                writeAlone(others, rest);
                            });
        }

        private void goOn(List<Waiting> rest) {
            if (rest.isEmpty()) {
                writeNext();
            } else {
                write(rest);
            }
        }
    }
}
