package dev.posthaste.mailbox;

import static dev.posthaste.mailbox.MailboxWorld.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.mailbox.MailboxStore.Access;
import dev.posthaste.mailbox.MailboxStore.Changes;
import dev.posthaste.mailbox.MailboxStore.FlagsNow;
import dev.posthaste.mailbox.MailboxStore.ListQuery;
import dev.posthaste.mailbox.MailboxStore.Portion;
import dev.posthaste.mailbox.MailboxStore.Storage;
import dev.posthaste.mailbox.MailboxStore.TextField;
import dev.posthaste.mailbox.MailboxStore.TextMatches;
import dev.posthaste.mailbox.MailboxStore.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link MailboxStore} does. */
public interface MailboxStoreContract {

    /** Where it lives. */
    MailboxWorld world();

    // ------------------------------------------------------------------------------------------------------- reading

    @Test
    default void a_message_is_read_as_it_was_delivered() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        Instant date = Instant.parse("2024-02-29T23:59:59.123456Z");
        Letter letter = Letter.of("Subject: Hi\n\nHello\n")
                .behind("Received: here\n")
                .flagged(Flags.FLAGGED)
                .at(date);
        long uid = world().deliver(account, inbox, letter);

        StoredMessage message = messages(account, inbox, uid).get(0);

        assertThat(message.uid()).isEqualTo(uid);
        assertThat(message.folder()).isEqualTo(inbox);
        assertThat(message.flags()).isEqualTo(Flags.FLAGGED);
        assertThat(message.internalDate()).isEqualTo(date);
        assertThat(message.prefix()).isEqualTo(letter.prefix());
        assertThat(message.blob().size()).isEqualTo(letter.bytes().length);
        assertThat(message.size()).isEqualTo(letter.size());
        assertThat(message.preview()).isEqualTo("subject: hi hello ");
        assertThat(message.modSeq()).isEqualTo(open(account, inbox).folder().highestModSeq());
        assertThat(done(world().messages().message(account, message.id())))
                .get()
                .extracting(StoredMessage::uid)
                .isEqualTo(uid);
    }

    @Test
    default void messages_come_in_ascending_order_without_those_that_are_gone() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        deliver(account, inbox, 4);
        done(world().messages().delete(account, inbox, new long[] {2}));

        assertThat(messages(account, inbox, 4, 99, 2, 1, 4))
                .extracting(StoredMessage::uid)
                .containsExactly(1L, 4L);
        assertThat(messages(account, inbox)).isEmpty();
    }

    @Test
    default void to_ask_for_too_many_messages_fails() {
        AccountId account = world().account();
        long[] uids = LongStream.rangeClosed(0, MailboxStore.MAX_ROWS).toArray();

        assertThatThrownBy(() -> messages(account, inbox(account), uids)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> list(account, Optional.empty(), "", Optional.empty(), uids.length))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void of_each_message_no_more_is_read_than_was_asked_for() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        Letter small = Letter.of("Subject: Hi\n\nHello\n").behind("Received: here\n");
        Letter large = Letter.of("x".repeat(MailboxStore.WHOLE_MAX + 1));
        world().deliver(account, inbox, small);
        world().deliver(account, inbox, large);

        List<Excerpt> rows = read(account, inbox, Portion.ROW, 1, 2);
        assertThat(rows).extracting(row -> row.message().size()).containsExactly(small.size(), large.size());
        assertThat(rows).extracting(Excerpt::known).containsExactly((long) small.prefix().length, 0L);
        assertThat(rows).allMatch(row -> row.message().index().length == 0);
        assertThat(rows).allMatch(row -> row.message().preview().isEmpty());
        List<Excerpt> structures = read(account, inbox, Portion.STRUCTURE, 1, 2);
        assertThat(structures)
                .extracting(row -> row.message().preview())
                .containsExactlyElementsOf(messages(account, inbox, 1, 2).stream()
                        .map(StoredMessage::preview)
                        .toList());
        assertThat(structures).allMatch(row -> row.beginning().length == 0);
        List<Excerpt> beginnings = read(account, inbox, Portion.BEGINNING, 1, 2);
        assertThat(beginnings.get(0).beginning()).isEqualTo(small.bytes());
        assertThat(beginnings.get(1).beginning()).hasSize(MailboxStore.BEGINNING_MAX);
        List<Excerpt> wholes = read(account, inbox, Portion.WHOLE, 1, 2);
        assertThat(wholes.get(0).beginning()).isEqualTo(small.bytes());
        assertThat(wholes.get(0).known()).isEqualTo(small.size());
        assertThat(wholes.get(1).beginning()).isEmpty();
    }

    @Test
    default void octets_are_read_until_they_are_enough_and_the_rest_when_asked_again() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        int fit = MailboxStore.READ_TOGETHER / MailboxStore.WHOLE_MAX;
        for (int i = 0; i < fit + 2; i++) {
            world().deliver(account, inbox, Letter.of("x".repeat(MailboxStore.WHOLE_MAX)));
        }
        long[] uids = LongStream.rangeClosed(1, fit + 2).toArray();

        assertThat(read(account, inbox, Portion.WHOLE, uids)).hasSize(fit);
        assertThat(read(account, inbox, Portion.WHOLE, fit + 1, fit + 2))
                .extracting(excerpt -> excerpt.message().uid())
                .containsExactly(fit + 1L, fit + 2L);
        assertThat(read(account, inbox, Portion.BEGINNING, uids)).hasSize(fit + 2);
    }

    @Test
    default void what_is_gone_is_not_read_and_too_many_are_refused() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        deliver(account, inbox, 4);
        done(world().messages().delete(account, inbox, new long[] {2}));

        for (Portion portion : Portion.values()) {
            assertThat(read(account, inbox, portion, 4, 99, 2, 1, 4))
                    .extracting(excerpt -> excerpt.message().uid())
                    .containsExactly(1L, 4L);
            assertThat(read(account, inbox, portion)).isEmpty();
            assertThat(read(account, inbox, portion, 2)).isEmpty();
            assertThat(read(world().account(), inbox, portion, 1)).isEmpty();
            assertThatThrownBy(() -> read(account, inbox, portion, new long[MailboxStore.MAX_ROWS + 1]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    default void another_account_sees_and_changes_nothing() {
        AccountId owner = world().account();
        AccountId stranger = world().account();
        FolderId inbox = inbox(owner);
        long uid = world().deliver(owner, inbox, Letter.of("secret"));
        StoredMessageId id = messages(owner, inbox, uid).get(0).id();
        long[] uids = {uid};

        assertThat(done(world().messages().open(stranger, inbox, Access.READ_WRITE)))
                .isEmpty();
        assertThat(done(world().messages().changesSince(stranger, inbox, 0))).isInstanceOf(Changes.FolderGone.class);
        assertThat(messages(stranger, inbox, uid)).isEmpty();
        assertThat(done(world().messages().message(stranger, id))).isEmpty();
        assertThat(list(stranger, Optional.of(inbox), "", Optional.empty(), 10)).isEmpty();
        assertThat(search(stranger, inbox, TextField.ANYWHERE, "secret").uids()).isEmpty();
        FlagsNow flags = done(world().messages().changeFlags(stranger, inbox, uids, FlagChange.add(Flags.SEEN)));
        assertThat(flags.missing()).containsExactly(uid);
        assertThat(copied(stranger, inbox, inbox(stranger), uid).from()).isEmpty();
        assertThat(done(world().messages().copy(stranger, inbox(stranger), uids, inbox)))
                .isInstanceOf(Transfer.NoSuchTarget.class);
        assertThat(moved(stranger, inbox, inbox(stranger), uid).from()).isEmpty();
        assertThat(done(world().messages().delete(stranger, inbox, uids))).isEmpty();
        assertThat(done(world().messages().expunge(stranger, inbox, Optional.empty())))
                .isEmpty();
        assertThat(open(owner, inbox).flags()).containsExactly(0);
    }

    @Test
    default void opening_for_writing_takes_the_recent_messages_once() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        deliver(account, inbox, 2);

        assertThat(open(account, inbox, Access.READ_ONLY).firstRecent()).isEqualTo(1);
        assertThat(open(account, inbox, Access.READ_WRITE).firstRecent()).isEqualTo(1);
        assertThat(open(account, inbox, Access.READ_WRITE).firstRecent()).isEqualTo(3);
        deliver(account, inbox, 1);
        assertThat(open(account, inbox, Access.READ_ONLY).firstRecent()).isEqualTo(3);
        assertThat(open(account, inbox, Access.READ_WRITE).firstRecent()).isEqualTo(3);
        assertThat(open(account, inbox, Access.READ_ONLY).firstRecent()).isEqualTo(4);
        assertThat(open(account, inbox).folder().uidNext()).isEqualTo(4);
    }

    @Test
    default void a_folder_opens_as_arrays_of_one_length_in_ascending_order() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        world().deliver(account, inbox, Letter.of("a").flagged(Flags.SEEN));
        world().deliver(account, inbox, Letter.of("b").flagged(Flags.DRAFT | Flags.FLAGGED));

        FolderSnapshot snapshot = open(account, inbox, Access.READ_WRITE);

        assertThat(snapshot.uids()).containsExactly(1, 2);
        assertThat(snapshot.flags()).containsExactly(Flags.SEEN, Flags.DRAFT | Flags.FLAGGED);
        assertThat(snapshot.modSeqs()[1]).isGreaterThan(snapshot.modSeqs()[0]);
        assertThat(snapshot.folder().highestModSeq()).isEqualTo(snapshot.modSeqs()[1]);
        assertThat(open(account, world().folder(account, "Sent")).uids()).isEmpty();
    }

    @Test
    default void changes_name_what_came_what_changed_and_what_went() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        deliver(account, inbox, 4);
        long before = open(account, inbox).folder().highestModSeq();
        done(world().messages().changeFlags(account, inbox, new long[] {3}, FlagChange.add(Flags.SEEN)));
        done(world().messages().delete(account, inbox, new long[] {1, 2}));
        deliver(account, inbox, 1);

        FolderChanges changes = world().changes(account, inbox, before);

        assertThat(changes.uids()).containsExactly(3, 5);
        assertThat(changes.flags()).containsExactly(Flags.SEEN, 0);
        assertThat(changes.expunged()).containsExactly(1, 2);
        assertThat(changes.modSeqs()[0]).isGreaterThan(before);
        assertThat(changes.folder().highestModSeq()).isEqualTo(changes.modSeqs()[1]);
        FolderChanges none = world().changes(account, inbox, changes.folder().highestModSeq());
        assertThat(none.uids()).isEmpty();
        assertThat(none.expunged()).isEmpty();
    }

    @Test
    default void what_was_expunged_long_ago_is_forgotten_and_whoever_asks_for_it_is_told() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        deliver(account, inbox, 3);
        long before = open(account, inbox).folder().highestModSeq();
        done(world().messages().delete(account, inbox, new long[] {1, 2}));
        long after = open(account, inbox).folder().highestModSeq();

        assertThat(done(world().messages().forgetExpunged(Duration.ofSeconds(-5))))
                .isGreaterThanOrEqualTo(2);

        assertThat(done(world().messages().changesSince(account, inbox, before)))
                .isEqualTo(new Changes.TooOld(after));
        assertThat(done(world().messages().changesSince(account, inbox, after - 1)))
                .isEqualTo(new Changes.TooOld(after));
        assertThat(world().changes(account, inbox, after).expunged()).isEmpty();
        done(world().messages().delete(account, inbox, new long[] {3}));
        assertThat(world().changes(account, inbox, after).expunged()).containsExactly(3);
    }

    @Test
    default void of_sizes_the_newest_are_told_in_ascending_order_with_their_ids() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        for (String text : List.of("1", "22", "333", "4444")) {
            world().deliver(account, inbox, Letter.of(text));
        }
        done(world().messages().delete(account, inbox, new long[] {3}));

        FolderSizes sizes = done(world().messages().sizes(account, inbox, 2)).orElseThrow();

        assertThat(sizes.uids()).containsExactly(2, 4);
        List<StoredMessage> stored = messages(account, inbox, 2, 4);
        assertThat(sizes.sizes())
                .containsExactly(stored.get(0).size(), stored.get(1).size());
        assertThat(List.of(sizes.id(0), sizes.id(1)))
                .containsExactly(stored.get(0).id(), stored.get(1).id());
        assertThat(done(world().messages().sizes(account, world().folder(account, "Sent"), 2))
                        .orElseThrow()
                        .count())
                .isZero();
        assertThat(done(world().messages().sizes(world().account(), inbox, 2))).isEmpty();
    }

    // --------------------------------------------------------------------------------------------------------- lists

    @Test
    default void lists_are_newest_first_and_go_on_where_the_last_page_ended() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        FolderId work = world().newFolder(account, "work");
        for (int i = 0; i < 5; i++) {
            world().deliver(account, inbox, Letter.of("in " + i));
            world().deliver(account, work, Letter.of("work " + i));
        }

        List<String> all = new ArrayList<>();
        Optional<StoredMessageId> before = Optional.empty();
        for (int page = 0; page < 4; page++) {
            List<StoredMessage> messages = list(account, Optional.empty(), "", before, 3);
            messages.forEach(message -> all.add(message.preview()));
            before = messages.stream().map(StoredMessage::id).reduce((a, b) -> b);
        }

        assertThat(all)
                .containsExactly(
                        "work 4", "in 4", "work 3", "in 3", "work 2", "in 2", "work 1", "in 1", "work 0", "in 0");
        assertThat(list(account, Optional.of(work), "", Optional.empty(), 2))
                .extracting(StoredMessage::preview)
                .containsExactly("work 4", "work 3");
    }

    @Test
    default void a_list_goes_on_after_a_message_that_is_gone() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        deliver(account, inbox, 3);
        StoredMessage middle = messages(account, inbox, 2).get(0);
        done(world().messages().delete(account, inbox, new long[] {2}));

        assertThat(list(account, Optional.of(inbox), "", Optional.of(middle.id()), 10))
                .extracting(StoredMessage::uid)
                .containsExactly(1L);
    }

    @Test
    default void a_moved_message_keeps_its_place_in_lists() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        FolderId work = world().newFolder(account, "work");
        world().deliver(account, inbox, Letter.of("old"));
        world().deliver(account, work, Letter.of("new"));
        moved(account, inbox, work, 1);

        assertThat(list(account, Optional.of(work), "", Optional.empty(), 10))
                .extracting(StoredMessage::preview)
                .containsExactly("new", "old");
    }

    @Test
    default void words_of_a_list_must_all_occur_in_any_case() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        world().deliver(account, inbox, Letter.of("Gr\u00fc\u00dfe aus K\u00d6LN, 100% sicher"));
        world().deliver(account, inbox, Letter.of("Gr\u00fc\u00dfe aus Bonn, 1000 mal"));

        assertThat(found(account, "gr\u00dc\u00dfe")).containsExactly(2L, 1L);
        assertThat(found(account, " k\u00f6ln\tgr\u00fc ")).containsExactly(1L);
        assertThat(found(account, "k\u00f6ln bonn")).isEmpty();
        assertThat(found(account, "100%")).containsExactly(1L);
        assertThat(found(account, "_")).isEmpty();
        assertThat(found(account, "\u0000 \n")).containsExactly(2L, 1L);
    }

    // --------------------------------------------------------------------------------------------------------- flags

    @Test
    default void flags_are_added_removed_and_replaced() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        world().deliver(account, inbox, Letter.of("a").flagged(Flags.SEEN));
        world().deliver(account, inbox, Letter.of("b"));

        assertThat(changeFlags(account, inbox, FlagChange.add(Flags.FLAGGED), 1, 2)
                        .flags())
                .containsExactly(Flags.SEEN | Flags.FLAGGED, Flags.FLAGGED);
        assertThat(changeFlags(account, inbox, FlagChange.remove(Flags.FLAGGED), 1)
                        .flags())
                .containsExactly(Flags.SEEN);
        assertThat(changeFlags(account, inbox, FlagChange.replace(Flags.DRAFT), 2, 1, 1)
                        .flags())
                .containsExactly(Flags.DRAFT, Flags.DRAFT);
        assertThat(open(account, inbox).flags()).containsExactly(Flags.DRAFT, Flags.DRAFT);
    }

    @Test
    default void the_highest_bit_of_the_flags_is_a_flag_like_others() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        deliver(account, inbox, 1);
        long highest = 1L << (Flags.FIRST_KEYWORD_BIT + Flags.MAX_KEYWORDS - 1);

        assertThat(changeFlags(account, inbox, FlagChange.add(highest), 1).flags())
                .containsExactly(highest);
        assertThat(changeFlags(account, inbox, FlagChange.replace(0), 1).flags())
                .containsExactly(0);
    }

    @Test
    default void modseq_moves_only_where_a_flag_did_and_once_for_a_command() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        world().deliver(account, inbox, Letter.of("a").flagged(Flags.SEEN));
        deliver(account, inbox, 2);
        FolderSnapshot before = open(account, inbox);

        FlagsNow now = changeFlags(account, inbox, FlagChange.add(Flags.SEEN), 1, 2, 3);

        long next = before.folder().highestModSeq() + 1;
        assertThat(now.modSeqs()).containsExactly(before.modSeqs()[0], next, next);
        assertThat(now.counted()).hasValue(next);
        assertThat(open(account, inbox).folder().highestModSeq()).isEqualTo(next);
        FlagsNow again = changeFlags(account, inbox, FlagChange.add(Flags.SEEN), 1, 2, 3);
        assertThat(again.counted()).isEmpty();
        assertThat(open(account, inbox).folder().highestModSeq()).isEqualTo(next);
    }

    @Test
    default void flags_of_messages_that_are_gone_are_missing_and_not_an_error() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        deliver(account, inbox, 3);
        done(world().messages().delete(account, inbox, new long[] {2}));

        FlagsNow now = changeFlags(account, inbox, FlagChange.add(Flags.SEEN), 9, 2, 1);

        assertThat(now.uids()).containsExactly(1);
        assertThat(now.missing()).containsExactly(2, 9);
        assertThat(now.modified()).isEmpty();
        FlagsNow none = changeFlags(account, inbox, FlagChange.add(Flags.SEEN));
        assertThat(none.uids()).isEmpty();
    }

    @Test
    default void a_conditional_change_leaves_what_was_modified_since_and_names_it() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        deliver(account, inbox, 3);
        long seen = open(account, inbox).folder().highestModSeq();
        changeFlags(account, inbox, FlagChange.add(Flags.FLAGGED), 2);

        FlagsNow now = done(world().messages()
                .changeFlags(account, inbox, new long[] {1, 2, 7}, FlagChange.add(Flags.DELETED), seen));

        assertThat(now.uids()).containsExactly(1, 2);
        assertThat(now.flags()).containsExactly(Flags.DELETED, Flags.FLAGGED);
        assertThat(now.modified()).containsExactly(2);
        assertThat(now.missing()).containsExactly(7);
        assertThat(open(account, inbox).flags()).containsExactly(Flags.DELETED, Flags.FLAGGED, 0);
        FlagsNow never =
                done(world().messages().changeFlags(account, inbox, new long[] {1, 3}, FlagChange.add(Flags.SEEN), 0));
        assertThat(never.modified()).containsExactly(1, 3);
    }

    @Test
    default void keywords_keep_their_bits_and_their_first_spelling() {
        AccountId account = world().account();
        long first = 1L << Flags.FIRST_KEYWORD_BIT;

        assertThat(bits(account, "$Forwarded", "Work", "WORK")).contains(first | first << 1);
        assertThat(bits(account, "work")).contains(first << 1);
        assertThat(bits(account, "later", "$forwarded")).contains(first | first << 2);
        assertThat(bits(account)).contains(0L);
        assertThat(done(world().messages().keywords(account))).containsExactly("$Forwarded", "Work", "later");
        assertThat(open(account, inbox(account)).keywords()).containsExactly("$Forwarded", "Work", "later");
        assertThat(world().changes(account, inbox(account), 0).keywords()).hasSize(3);
    }

    @Test
    default void keywords_beyond_the_limit_are_refused_all_together() {
        AccountId account = world().account();
        String[] most = IntStream.range(0, Flags.MAX_KEYWORDS - 1)
                .mapToObj(i -> "k" + i)
                .toArray(String[]::new);
        assertThat(bits(account, most)).isPresent();

        assertThat(bits(account, "one", "more")).isEmpty();
        assertThat(bits(account, "x".repeat(Flags.MAX_KEYWORD_OCTETS + 1))).isEmpty();
        assertThat(bits(account, "one")).contains(1L << (Flags.FIRST_KEYWORD_BIT + Flags.MAX_KEYWORDS - 1));
        assertThat(bits(account, "k1", "more")).isEmpty();
        assertThat(done(world().messages().keywords(account))).hasSize(Flags.MAX_KEYWORDS);
    }

    // -------------------------------------------------------------------------------------------------- copy and move

    @Test
    default void copies_have_new_uids_and_ids_and_the_same_flags_date_and_bytes() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        FolderId work = world().newFolder(account, "work");
        Instant date = Instant.parse("2020-05-05T05:05:05Z");
        Letter letter = Letter.of("a").behind("X: y\n").flagged(Flags.SEEN).at(date);
        world().deliver(account, work, Letter.of("before"));
        world().deliver(account, inbox, letter);
        deliver(account, inbox, 2);

        Transfer.Done done = copied(account, inbox, work, 3, 99, 1);

        assertThat(done.from()).containsExactly(1, 3);
        assertThat(done.to()).containsExactly(2, 3);
        assertThat(done.uidValidity()).isEqualTo(open(account, work).folder().uidValidity());
        StoredMessage source = messages(account, inbox, 1).get(0);
        StoredMessage copy = messages(account, work, 2).get(0);
        assertThat(copy.id()).isNotEqualTo(source.id());
        assertThat(copy.id().value().version()).isEqualTo(7);
        assertThat(copy.id().value().variant()).isEqualTo(2);
        assertThat(copy.flags()).isEqualTo(Flags.SEEN);
        assertThat(copy.internalDate()).isEqualTo(date);
        assertThat(copy.prefix()).isEqualTo(letter.prefix());
        assertThat(copy.blob()).isEqualTo(source.blob());
        assertThat(copy.modSeq()).isGreaterThan(source.modSeq());
        assertThat(world().references(account, letter.bytes())).isEqualTo(2);
        assertThat(open(account, inbox).uids()).containsExactly(1, 2, 3);
        assertThat(open(account, work).folder().uidNext()).isEqualTo(4);
    }

    @Test
    default void ids_of_copies_are_all_different_and_ascend_as_their_uids_do() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        deliver(account, inbox, 20);

        Transfer.Done done =
                copied(account, inbox, inbox, LongStream.rangeClosed(1, 20).toArray());

        List<String> ids = messages(account, inbox, done.to()).stream()
                .map(message -> message.id().toString())
                .toList();
        assertThat(ids).hasSize(20).doesNotHaveDuplicates().isSorted();
    }

    @Test
    default void copying_into_a_folder_that_has_the_message_already_makes_another_one() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        FolderId work = world().newFolder(account, "work");
        byte[] bytes = Letter.of("same").bytes();
        world().deliver(account, inbox, Letter.of(bytes));

        assertThat(copied(account, inbox, work, 1).to()).containsExactly(1);
        assertThat(copied(account, inbox, work, 1).to()).containsExactly(2);
        assertThat(copied(account, inbox, inbox, 1).to()).containsExactly(2);
        assertThat(moved(account, inbox, work, 1, 2).to()).containsExactly(3, 4);
        assertThat(world().references(account, bytes)).isEqualTo(4);
    }

    @Test
    default void moved_messages_keep_their_ids_and_leave_their_folder() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        FolderId work = world().newFolder(account, "work");
        deliver(account, inbox, 3);
        StoredMessage before = messages(account, inbox, 2).get(0);
        FolderSnapshot was = open(account, inbox);
        long had = done(world().messages().storage(account)).usedOctets();

        Transfer.Done done = moved(account, inbox, work, 2, 42);

        assertThat(done.from()).containsExactly(2);
        assertThat(done.to()).containsExactly(1);
        StoredMessage now = messages(account, work, 1).get(0);
        assertThat(now.id()).isEqualTo(before.id());
        assertThat(now.internalDate()).isEqualTo(before.internalDate());
        assertThat(done(world().messages().message(account, before.id())))
                .get()
                .extracting(StoredMessage::folder)
                .isEqualTo(work);
        assertThat(open(account, inbox).uids()).containsExactly(1, 3);
        assertThat(world().changes(account, inbox, was.folder().highestModSeq()).expunged())
                .containsExactly(2);
        assertThat(done(world().messages().storage(account)).usedOctets()).isEqualTo(had);
    }

    @Test
    default void moving_within_a_folder_gives_new_uids() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        deliver(account, inbox, 3);

        assertThat(moved(account, inbox, inbox, 1, 3).to()).containsExactly(4, 5);
        assertThat(open(account, inbox).uids()).containsExactly(2, 4, 5);
        assertThat(open(account, inbox).folder().uidNext()).isEqualTo(6);
    }

    @Test
    default void uids_are_never_given_twice() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        FolderId work = world().newFolder(account, "work");
        deliver(account, inbox, 2);
        moved(account, inbox, work, 1, 2);
        moved(account, work, inbox, 1, 2);
        done(world().messages().delete(account, inbox, new long[] {3, 4}));

        assertThat(world().deliver(account, inbox, Letter.of("next"))).isEqualTo(5);
        assertThat(open(account, work).folder().uidNext()).isEqualTo(3);
    }

    @Test
    default void uidnext_is_above_every_uid_that_was_ever_given_whatever_went_since() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        FolderId work = world().newFolder(account, "work");
        deliver(account, inbox, 3);
        long before = open(account, inbox).folder().uidNext();

        moved(account, inbox, work, 1, 2, 3);
        done(world().messages().delete(account, work, new long[] {1, 2, 3}));
        done(world().messages().forgetExpunged(Duration.ofSeconds(-5)));

        assertThat(open(account, inbox).folder().uidNext()).isEqualTo(before);
        assertThat(open(account, work).folder().uidNext()).isEqualTo(4);
        assertThat(world().deliver(account, work, Letter.of("next"))).isEqualTo(4);
    }

    @Test
    default void a_target_that_is_gone_is_said_and_nothing_happens() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        deliver(account, inbox, 1);
        FolderId nowhere = new FolderId(new Uuid7(InstantSource.system()).next());
        long before = open(account, inbox).folder().highestModSeq();

        assertThat(done(world().messages().copy(account, inbox, new long[] {1}, nowhere)))
                .isInstanceOf(Transfer.NoSuchTarget.class);
        assertThat(done(world().messages().move(account, inbox, new long[] {1}, nowhere)))
                .isInstanceOf(Transfer.NoSuchTarget.class);
        assertThat(open(account, inbox).uids()).containsExactly(1);
        assertThat(open(account, inbox).folder().highestModSeq()).isEqualTo(before);
    }

    @Test
    default void a_copy_that_does_not_fit_copies_nothing() {
        AccountId account = world().account(10, 4);
        FolderId inbox = inbox(account);
        world().deliver(account, inbox, Letter.of("12"));
        world().deliver(account, inbox, Letter.of("1234"));
        FolderId work = world().newFolder(account, "work");

        assertThat(done(world().messages().copy(account, inbox, new long[] {1, 2}, work)))
                .isInstanceOf(Transfer.OverQuota.class);
        assertThat(open(account, work).uids()).isEmpty();
        assertThat(copied(account, inbox, work, 2).to()).containsExactly(1);
        assertThat(moved(account, inbox, work, 1).to()).containsExactly(2);
        assertThat(done(world().messages().storage(account))).isEqualTo(new Storage(10, 3, 10, 4));
        assertThat(copied(account, inbox, work, 99).to()).isEmpty();
    }

    @Test
    default void the_number_of_messages_is_a_quota_too() {
        AccountId account = world().account(1_000_000, 3);
        FolderId inbox = inbox(account);
        deliver(account, inbox, 2);

        assertThat(done(world().messages().copy(account, inbox, new long[] {1, 2}, inbox)))
                .isInstanceOf(Transfer.OverQuota.class);
        assertThat(copied(account, inbox, inbox, 1).to()).containsExactly(3);
    }

    // -------------------------------------------------------------------------------------------------------- removal

    @Test
    default void expunge_removes_what_is_marked_deleted_and_only_that() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        deliver(account, inbox, 5);
        changeFlags(account, inbox, FlagChange.add(Flags.DELETED), 1, 3, 5);
        long before = open(account, inbox).folder().highestModSeq();

        assertThat(done(world().messages().expunge(account, inbox, Optional.of(new long[] {4, 3, 9}))))
                .containsExactly(3);
        assertThat(done(world().messages().expunge(account, inbox, Optional.of(new long[0]))))
                .isEmpty();
        assertThat(done(world().messages().expunge(account, inbox, Optional.empty())))
                .containsExactly(1, 5);
        assertThat(done(world().messages().expunge(account, inbox, Optional.empty())))
                .isEmpty();
        assertThat(open(account, inbox).uids()).containsExactly(2, 4);
        assertThat(open(account, inbox).folder().highestModSeq()).isEqualTo(before + 2);
        assertThat(done(world().messages().storage(account)).usedMessages()).isEqualTo(2);
    }

    @Test
    default void delete_removes_whatever_the_flags_and_frees_the_bytes() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        byte[] bytes = Letter.of("same").bytes();
        world().deliver(account, inbox, Letter.of(bytes).behind("X: y\n"));
        world().deliver(account, inbox, Letter.of(bytes));
        world().deliver(account, inbox, Letter.of("other"));

        assertThat(done(world().messages().delete(account, inbox, new long[] {2, 1, 7})))
                .containsExactly(1, 2);
        assertThat(world().references(account, bytes)).isZero();
        assertThat(done(world().messages().storage(account)).usedOctets()).isEqualTo(5);
        assertThat(done(world().messages().storage(account)).usedMessages()).isEqualTo(1);
    }

    // --------------------------------------------------------------------------------------------------------- search

    @Test
    default void a_substring_is_found_in_any_case_and_wildcards_are_ordinary() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        world().deliver(account, inbox, Letter.of("Subject: \u00c4rger\n\nA  100%\tgood_day"));
        world().deliver(account, inbox, Letter.of("Subject: other\n\nfish"));

        assertThat(search(account, inbox, TextField.ANYWHERE, "\u00e4RGER").uids())
                .containsExactly(1);
        assertThat(search(account, inbox, TextField.ANYWHERE, "a 100% good").uids())
                .containsExactly(1);
        assertThat(search(account, inbox, TextField.ANYWHERE, "o%r").uids()).isEmpty();
        assertThat(search(account, inbox, TextField.ANYWHERE, "good\\").uids()).isEmpty();
        assertThat(search(account, inbox, TextField.ANYWHERE, "d_d").uids()).containsExactly(1);
        assertThat(search(account, inbox, TextField.ANYWHERE, "").uids()).containsExactly(1, 2);
        assertThat(search(account, inbox, TextField.ANYWHERE, "fish\u0000").uids())
                .isEmpty();
        assertThat(search(account, inbox, TextField.ANYWHERE, "fish").uncertain())
                .isEmpty();
    }

    @Test
    default void a_message_whose_text_was_cut_is_uncertain_unless_it_matches() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        String filler = "x".repeat(Glance.MAX_SEARCH_TEXT);
        world().deliver(account, inbox, Letter.of("early " + filler));
        world().deliver(account, inbox, Letter.of("other " + filler));
        world().deliver(account, inbox, Letter.of("other"));

        TextMatches matches = search(account, inbox, TextField.ANYWHERE, "early");

        assertThat(matches.uids()).containsExactly(1);
        assertThat(matches.uncertain()).containsExactly(2);
    }

    @Test
    default void of_a_subject_the_search_text_rules_out_but_never_decides() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        world().deliver(account, inbox, Letter.of("Subject: needle\n\nhay"));
        world().deliver(account, inbox, Letter.of("Subject: hay\n\nneedle"));
        world().deliver(account, inbox, Letter.of("Subject: hay\n\nhay"));
        world().deliver(account, inbox, Letter.of("Subject: hay\n\n" + "y".repeat(Glance.MAX_SEARCH_TEXT)));

        TextMatches matches = search(account, inbox, TextField.SUBJECT, "Needle");
        assertThat(matches.uids()).isEmpty();
        assertThat(matches.uncertain()).containsExactly(1, 2, 4);
    }

    // ------------------------------------------------------------------------------------------------- storage, feed

    @Test
    default void storage_is_what_lies_in_all_folders() {
        AccountId account = world().account(1000, 100);
        world().deliver(account, inbox(account), Letter.of("12345").behind("X: y\n"));
        world().deliver(account, world().folder(account, "Junk"), Letter.of("123"));

        assertThat(done(world().messages().storage(account))).isEqualTo(new Storage(5 + 6 + 3, 2, 1000, 100));
        AccountId nobody = new AccountId(new Uuid7(InstantSource.system()).next());
        assertThat(done(world().messages().storage(nobody))).isEqualTo(new Storage(0, 0, 0, 0));
    }

    @Test
    default void every_change_is_told_with_the_modseq_at_which_it_can_be_read() {
        AccountId account = world().account();
        FolderId inbox = inbox(account);
        FolderId work = world().newFolder(account, "work");
        deliver(account, inbox, 3);
        List<FolderChange> heard = new ArrayList<>();
        try (ChangeFeed.Subscription listening = world().feed().listen(account, heard::add)) {
            changeFlags(account, inbox, FlagChange.add(Flags.DELETED), 1);
            changeFlags(account, inbox, FlagChange.add(Flags.DELETED), 1);
            copied(account, inbox, work, 2);
            moved(account, inbox, work, 2);
            done(world().messages().expunge(account, inbox, Optional.empty()));
            done(world().messages().delete(account, inbox, new long[] {3}));
            done(world().messages().delete(account, inbox, new long[] {3}));

            assertThat(heard.stream().map(FolderChange::folder))
                    .containsExactly(
                            inbox, work, heard.get(2).folder(), heard.get(3).folder(), inbox, inbox);
            assertThat(Stream.of(heard.get(2).folder(), heard.get(3).folder())).containsExactlyInAnyOrder(inbox, work);
            assertThat(heard.get(5).modSeq())
                    .isEqualTo(open(account, inbox).folder().highestModSeq());
            assertThat(heard).extracting(FolderChange::modSeq).isSorted();
        }
    }

    // -------------------------------------------------------------------------------------------------------- in short

    private FolderId inbox(AccountId account) {
        return world().folder(account, "INBOX");
    }

    private void deliver(AccountId account, FolderId folder, int count) {
        IntStream.range(0, count).forEach(i -> world().deliver(account, folder, Letter.of("message " + i)));
    }

    private FolderSnapshot open(AccountId account, FolderId folder) {
        return open(account, folder, Access.READ_ONLY);
    }

    private FolderSnapshot open(AccountId account, FolderId folder, Access access) {
        return done(world().messages().open(account, folder, access)).orElseThrow();
    }

    private List<StoredMessage> messages(AccountId account, FolderId folder, long... uids) {
        return done(world().messages().messages(account, folder, uids));
    }

    private List<Excerpt> read(AccountId account, FolderId folder, Portion portion, long... uids) {
        return done(world().messages().read(account, folder, uids, portion));
    }

    private List<StoredMessage> list(
            AccountId account, Optional<FolderId> folder, String text, Optional<StoredMessageId> before, int limit) {
        return done(world().messages().list(account, new ListQuery(folder, text, before, limit)));
    }

    private List<Long> found(AccountId account, String text) {
        return list(account, Optional.empty(), text, Optional.empty(), 10).stream()
                .map(StoredMessage::uid)
                .toList();
    }

    private FlagsNow changeFlags(AccountId account, FolderId folder, FlagChange change, long... uids) {
        return done(world().messages().changeFlags(account, folder, uids, change));
    }

    private Optional<Long> bits(AccountId account, String... keywords) {
        return done(world().messages().keywordBits(account, List.of(keywords)));
    }

    private Transfer.Done copied(AccountId account, FolderId from, FolderId to, long... uids) {
        return (Transfer.Done) done(world().messages().copy(account, from, uids, to));
    }

    private Transfer.Done moved(AccountId account, FolderId from, FolderId to, long... uids) {
        return (Transfer.Done) done(world().messages().move(account, from, uids, to));
    }

    private TextMatches search(AccountId account, FolderId folder, TextField field, String needle) {
        return done(world().messages().search(account, folder, field, needle));
    }
}
