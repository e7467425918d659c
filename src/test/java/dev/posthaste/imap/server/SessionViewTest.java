package dev.posthaste.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.imap.server.SessionView.Numbers;
import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.CommandParser;
import dev.posthaste.imap.wire.CommandSyntax;
import dev.posthaste.imap.wire.Dialect;
import dev.posthaste.imap.wire.MessageSet;
import dev.posthaste.imap.wire.NumberSet;
import dev.posthaste.imap.wire.Numbering;
import dev.posthaste.mailbox.Flags;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderChanges;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.FolderSnapshot;
import dev.posthaste.mailbox.MailboxRef;
import dev.posthaste.mailbox.MailboxStore.Access;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SessionViewTest {

    private static final CommandParser<Command> PARSER = new CommandParser<>(CommandSyntax.ALL);

    private static final FolderId FOLDER = new FolderId(new UUID(0, 1));
    private static final MailboxRef MAILBOX = new MailboxRef(new AccountId(new UUID(0, 2)), FOLDER);

    @Test
    void a_number_is_a_place_and_a_uid_is_found() {
        SessionView view = view(10, 20, 4_294_967_295L);
        assertThat(view.exists()).isEqualTo(3);
        assertThat(view.uid(2)).isEqualTo(20);
        assertThat(view.number(4_294_967_295L)).isEqualTo(3);
        assertThat(view.number(15)).isZero();
        assertThat(view.number(5)).isZero();
    }

    @Test
    void sets_are_understood_against_the_view() {
        SessionView view = view(10, 20, 30);
        assertThat(view.numbers(set("2:*"), Numbering.SEQUENCE)).hasToString("2:3");
        assertThat(view.numbers(set("15:25"), Numbering.UID)).hasToString("2");
        assertThat(view.numbers(set("99:*"), Numbering.UID)).hasToString("3");
        assertThat(view.numbers(set("1:5,31:99"), Numbering.UID)).isEqualTo(NumberSet.empty());
        assertThat(view.exceeds(set("4"), Numbering.SEQUENCE)).isTrue();
        assertThat(view.exceeds(set("*"), Numbering.SEQUENCE)).isFalse();
        assertThat(view.exceeds(set("99"), Numbering.UID)).isFalse();
        assertThat(view().exceeds(set("*"), Numbering.SEQUENCE)).isTrue();
        assertThat(view().numbers(set("1:*"), Numbering.UID)).isEqualTo(NumberSet.empty());
    }

    @Test
    void what_was_saved_is_meant_by_a_dollar_sign_as_long_as_it_is_there() {
        SessionView view = view(10, 20, 30);
        view.save(NumberSet.of(10, 30));
        view.lose(new long[] {10});
        tell(view, Numbers.MAY_CHANGE);
        assertThat(view.numbers(new MessageSet.Saved(), Numbering.SEQUENCE)).hasToString("2");
    }

    @Test
    void a_message_that_is_gone_keeps_its_number_until_the_client_is_told() {
        SessionView view = view(10, 20, 30);
        view.lose(new long[] {20, 25});
        assertThat(tell(view, Numbers.STAY)).isEmpty();
        assertThat(view.isGone(2)).isTrue();
        assertThat(view.exists()).isEqualTo(3);
        assertThat(tell(view, Numbers.MAY_CHANGE)).containsExactly("2 EXPUNGE");
        assertThat(view.exists()).isEqualTo(2);
        assertThat(view.uid(2)).isEqualTo(30);
    }

    @Test
    void each_expunge_counts_those_before_it() {
        SessionView view = view(10, 20, 30, 40);
        view.lose(new long[] {10, 20, 40});
        assertThat(tell(view, Numbers.MAY_CHANGE)).containsExactly("1 EXPUNGE", "1 EXPUNGE", "2 EXPUNGE");
    }

    @Test
    void new_messages_are_told_while_numbers_must_stay() {
        SessionView view = view(10, 20);
        view.merge(changes(new long[] {30}, new long[] {0}, new long[] {10}));
        assertThat(tell(view, Numbers.STAY)).containsExactly("3 EXISTS");
        assertThat(tell(view, Numbers.MAY_CHANGE)).containsExactly("1 EXPUNGE");
    }

    @Test
    void a_message_that_came_and_went_unseen_is_not_told() {
        SessionView view = view(10);
        view.merge(changes(new long[] {20, 30}, new long[] {0, 0}, new long[] {20}));
        assertThat(tell(view, Numbers.MAY_CHANGE)).containsExactly("2 EXISTS");
        assertThat(view.uid(2)).isEqualTo(30);
    }

    @Test
    void flags_that_the_client_set_itself_are_not_told_again() {
        SessionView view = view(10, 20);
        view.know(1, Flags.SEEN, 2);
        view.merge(changes(new long[] {10, 20}, new long[] {Flags.SEEN, Flags.DRAFT}, new long[0]));
        assertThat(tell(view, Numbers.STAY)).containsExactly("2 FETCH 16");
    }

    @Test
    void a_view_never_goes_back() {
        SessionView view = view(10, 20);
        view.merge(changes(new long[] {5}, new long[] {0}, new long[0]));
        assertThat(tell(view, Numbers.MAY_CHANGE)).isEmpty();
        assertThat(view.exists()).isEqualTo(2);
    }

    @Test
    void a_million_messages_are_sixteen_octets_each() {
        long[] uids = LongStream.rangeClosed(1, 1_000_000).toArray();
        SessionView view = new SessionView(MAILBOX, snapshot(uids), Access.READ_ONLY);
        assertThat(view.numbers(everyMessage(), Numbering.UID)).hasToString("1:1000000");
        assertThat(view.number(999_999)).isEqualTo(999_999);
    }

    private static MessageSet everyMessage() {
        ByteBuffer fetch = ByteBuffer.wrap("a UID FETCH 1:* FLAGS".getBytes(StandardCharsets.US_ASCII));
        if (PARSER.parse(fetch, Dialect.REV2)
                instanceof CommandParser.Parsed.Complete<Command>(var tag, Command.Fetch command)) {
            return command.messages();
        }
        throw new AssertionError("this is a FETCH");
    }

    /** Whoever follows what is told, knows what the view knows, and in the end what the store has. */
    @Test
    void a_client_that_follows_the_reports_has_the_same_list() {
        for (int seed = 0; seed < Fuzz.CASES; seed++) {
            new Follower(new Random(seed), seed).run();
        }
    }

    /** The store as a sorted map, and a client that keeps a plain list. */
    private static final class Follower implements SessionView.Reporter {

        private final Random chance;
        private final int seed;
        private final TreeMap<Long, Long> store = new TreeMap<>();
        private final List<Long> client = new ArrayList<>();
        private final SessionView view;
        private final TreeSet<Long> expunged = new TreeSet<>();
        private final TreeSet<Long> changed = new TreeSet<>();
        private long nextUid = 1;

        Follower(Random chance, int seed) {
            this.chance = chance;
            this.seed = seed;
            for (int i = chance.nextInt(6); i > 0; i--) {
                arrive();
            }
            changed.clear();
            client.addAll(store.keySet());
            view = new SessionView(
                    MAILBOX,
                    snapshot(store.keySet().stream().mapToLong(uid -> uid).toArray()),
                    Access.READ_WRITE);
        }

        void run() {
            for (int i = chance.nextInt(12); i >= 0; i--) {
                happen();
                if (chance.nextBoolean()) {
                    merge();
                }
                if (chance.nextBoolean()) {
                    view.report(chance.nextBoolean() ? Numbers.STAY : Numbers.MAY_CHANGE, this);
                    check();
                }
            }
            merge();
            view.report(Numbers.MAY_CHANGE, this);
            check();
            assertThat(client).as("seed %d", seed).containsExactlyElementsOf(store.keySet());
        }

        private void happen() {
            switch (chance.nextInt(3)) {
                case 0 -> arrive();
                case 1 ->
                    some().ifPresent(uid -> {
                        store.remove(uid);
                        expunged.add(uid);
                    });
                default ->
                    some().ifPresent(uid -> {
                        store.put(uid, (long) chance.nextInt(32));
                        changed.add(uid);
                    });
            }
        }

        private void arrive() {
            nextUid += 1 + chance.nextInt(3);
            store.put(nextUid, 0L);
            changed.add(nextUid);
        }

        private Optional<Long> some() {
            return store.keySet().stream()
                    .skip(chance.nextInt(store.size() + 1))
                    .findFirst();
        }

        private void merge() {
            changed.retainAll(store.keySet());
            long[] uids = changed.stream().mapToLong(uid -> uid).toArray();
            long[] flags = LongStream.of(uids).map(store::get).toArray();
            view.merge(
                    changes(uids, flags, expunged.stream().mapToLong(uid -> uid).toArray()));
            changed.clear();
            expunged.clear();
        }

        private void check() {
            assertThat(view.exists()).as("seed %d", seed).isEqualTo(client.size());
            for (int number = 1; number <= client.size(); number++) {
                if (client.get(number - 1) != 0) {
                    assertThat(view.uid(number)).as("seed %d", seed).isEqualTo(client.get(number - 1));
                }
                assertThat(view.number(view.uid(number))).as("seed %d", seed).isEqualTo(number);
                client.set(number - 1, view.uid(number));
            }
        }

        @Override
        public void expunged(int number) {
            client.remove(number - 1);
        }

        @Override
        public void exists(int messages, int recent) {
            assertThat(messages).as("seed %d", seed).isGreaterThan(client.size());
            while (client.size() < messages) {
                // It is asked for by its number, and then known.
                client.add(0L);
            }
        }

        @Override
        public void keywords(List<String> keywords) {
            throw new AssertionError("nobody made a keyword");
        }

        @Override
        public void flags(int number, long uid, long flags) {
            assertThat(client.size()).as("seed %d", seed).isGreaterThanOrEqualTo(number);
            assertThat(view.uid(number)).as("seed %d", seed).isEqualTo(uid);
            assertThat(store.getOrDefault(uid, flags)).as("seed %d", seed).isNotNull();
        }
    }

    private static List<String> tell(SessionView view, Numbers numbers) {
        List<String> told = new ArrayList<>();
        view.report(numbers, new SessionView.Reporter() {
            @Override
            public void expunged(int number) {
                told.add(number + " EXPUNGE");
            }

            @Override
            public void exists(int messages, int recent) {
                told.add(messages + " EXISTS");
            }

            @Override
            public void keywords(List<String> keywords) {
                told.add("KEYWORDS " + keywords);
            }

            @Override
            public void flags(int number, long uid, long flags) {
                told.add(number + " FETCH " + flags);
            }
        });
        return told;
    }

    private static MessageSet set(String written) {
        ByteBuffer octets = ByteBuffer.wrap(("a UID EXPUNGE " + written).getBytes(StandardCharsets.US_ASCII));
        CommandParser.Parsed<Command> parsed = PARSER.parse(octets, Dialect.REV1);
        return ((Command.ExpungeUids) ((CommandParser.Parsed.Complete<Command>) parsed).command()).uids();
    }

    private static SessionView view(long... uids) {
        return new SessionView(MAILBOX, snapshot(uids), Access.READ_WRITE);
    }

    private static FolderSnapshot snapshot(long... uids) {
        return new FolderSnapshot(folder(1), 1, List.of(), uids, new long[uids.length], new long[uids.length]);
    }

    private static FolderChanges changes(long[] uids, long[] flags, long[] expunged) {
        return new FolderChanges(folder(2), uids, flags, new long[uids.length], expunged, List.of());
    }

    private static Folder folder(long modSeq) {
        return new Folder(FOLDER, new FolderName("x"), Optional.empty(), 7, 100, modSeq);
    }
}
