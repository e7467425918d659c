package dev.posthaste.mailbox;

import static dev.posthaste.mailbox.MailboxWorld.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.mailbox.FolderStore.FolderOutcome;
import dev.posthaste.mailbox.FolderStore.SubscribeOutcome;
import dev.posthaste.mailbox.MailboxStore.Access;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link FolderStore} does. */
public interface FolderStoreContract {

    /** Where it lives. */
    MailboxWorld world();

    @Test
    default void an_account_begins_with_inbox_and_the_special_folders_all_subscribed() {
        AccountId account = world().account();

        List<Folder> folders = done(world().folders().folders(account));

        assertThat(folders)
                .extracting(folder -> folder.name().text())
                .containsExactly("INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash");
        assertThat(folders)
                .extracting(Folder::use)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(SpecialUse.ARCHIVE),
                        Optional.of(SpecialUse.DRAFTS),
                        Optional.of(SpecialUse.JUNK),
                        Optional.of(SpecialUse.SENT),
                        Optional.of(SpecialUse.TRASH));
        assertThat(folders).extracting(Folder::uidNext).containsOnly(1L);
        assertThat(folders).extracting(Folder::uidValidity).doesNotHaveDuplicates();
        assertThat(subscriptions(account)).containsExactly("INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash");
    }

    @Test
    default void a_folder_is_found_by_its_name_and_by_its_id_but_not_from_another_account() {
        AccountId account = world().account();
        AccountId stranger = world().account();
        Folder made = made(create(account, "Work"));

        assertThat(done(world().folders().folder(account, made.name()))).contains(made);
        assertThat(done(world().folders().folder(account, made.id()))).contains(made);
        assertThat(done(world().folders().folder(stranger, made.name()))).isEmpty();
        assertThat(done(world().folders().folder(stranger, made.id()))).isEmpty();
        assertThat(done(world().folders().status(stranger, List.of(made.id())))).isEmpty();
    }

    @Test
    default void create_makes_the_missing_folders_above() {
        AccountId account = world().account();

        made(create(account, "a/b/c"));

        assertThat(names(account)).contains("a", "a/b", "a/b/c");
        assertThat(create(account, "a/b")).isInstanceOf(FolderOutcome.AlreadyExists.class);
        made(create(account, "a/b/d"));
        assertThat(names(account)).contains("a/b/d").doesNotHaveDuplicates();
    }

    @Test
    default void create_keeps_the_special_use_on_the_leaf_alone() {
        AccountId account = world().account();

        FolderOutcome outcome =
                done(world().folders().create(account, new FolderName("x/Old"), Optional.of(SpecialUse.ARCHIVE)));

        assertThat(made(outcome).use()).contains(SpecialUse.ARCHIVE);
        assertThat(folder(account, "x").use()).isEmpty();
    }

    @Test
    default void inbox_exists_in_any_case_and_names_are_otherwise_case_sensitive() {
        AccountId account = world().account();

        assertThat(create(account, "inBox")).isInstanceOf(FolderOutcome.AlreadyExists.class);
        made(create(account, "sent"));
        assertThat(names(account)).contains("Sent", "sent");
    }

    @Test
    default void a_name_in_nfd_is_the_name_in_nfc() {
        AccountId account = world().account();
        made(create(account, "Entwu\u0308rfe"));

        assertThat(create(account, "Entw\u00fcrfe")).isInstanceOf(FolderOutcome.AlreadyExists.class);
        assertThat(names(account)).contains("Entw\u00fcrfe");
    }

    @Test
    default void wildcards_of_the_database_are_ordinary_characters_of_a_name() {
        AccountId account = world().account();
        made(create(account, "a_c/x"));
        made(create(account, "abc/y"));

        made(rename(account, "a_c", "z"));

        assertThat(names(account)).contains("z", "z/x", "abc", "abc/y").doesNotContain("z/y");
    }

    @Test
    default void a_deleted_folder_that_is_made_again_has_a_new_id_and_a_higher_uidvalidity() {
        AccountId account = world().account();
        List<Long> validities = new ArrayList<>();
        List<FolderId> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Folder made = made(create(account, "again"));
            validities.add(made.uidValidity());
            ids.add(made.id());
            made(done(world().folders().delete(account, made.name())));
        }

        assertThat(validities).isSorted().doesNotHaveDuplicates();
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    default void no_two_folders_ever_have_one_uidvalidity_whatever_is_made_renamed_and_deleted() {
        AccountId account = world().account();
        List<Long> seen = new ArrayList<>();
        made(create(account, "a"));
        seen.add(folder(account, "a").uidValidity());
        made(rename(account, "a", "b"));
        made(create(account, "a"));
        seen.add(folder(account, "a").uidValidity());
        made(rename(account, "INBOX", "c/d"));
        seen.add(folder(account, "c").uidValidity());
        seen.add(folder(account, "c/d").uidValidity());
        made(done(world().folders().delete(account, new FolderName("b"))));
        made(create(account, "b"));
        seen.add(folder(account, "b").uidValidity());

        assertThat(seen).isSorted().doesNotHaveDuplicates();
    }

    @Test
    default void rename_takes_the_folders_below_along_and_keeps_ids_uids_and_uidvalidity() {
        AccountId account = world().account();
        FolderId top = world().newFolder(account, "a");
        FolderId deep = world().newFolder(account, "a/b/c");
        world().newFolder(account, "ab");
        long uid = world().deliver(account, deep, Letter.of("one"));
        long validity = folder(account, "a/b/c").uidValidity();

        Folder renamed = made(rename(account, "a", "x/y"));

        assertThat(renamed.id()).isEqualTo(top);
        assertThat(names(account))
                .contains("x", "x/y", "x/y/b", "x/y/b/c", "ab")
                .doesNotContain("a", "a/b", "a/b/c");
        Folder moved = folder(account, "x/y/b/c");
        assertThat(moved.id()).isEqualTo(deep);
        assertThat(moved.uidValidity()).isEqualTo(validity);
        assertThat(snapshot(account, deep).uids()).containsExactly(uid);
    }

    @Test
    default void rename_upwards_may_let_a_folder_take_the_name_that_another_one_leaves() {
        AccountId account = world().account();
        FolderId upper = world().newFolder(account, "p/b");
        FolderId lower = world().newFolder(account, "p/b/b");
        made(done(world().folders().delete(account, new FolderName("p"))));

        made(rename(account, "p/b", "p"));

        assertThat(folder(account, "p").id()).isEqualTo(upper);
        assertThat(folder(account, "p/b").id()).isEqualTo(lower);
        assertThat(names(account)).doesNotContain("p/b/b");
    }

    @Test
    default void rename_refuses_what_exists_what_is_not_there_and_what_is_below_itself() {
        AccountId account = world().account();
        world().newFolder(account, "a/b");
        world().newFolder(account, "c/b");
        made(done(world().folders().delete(account, new FolderName("c"))));

        assertThat(rename(account, "a", "Sent")).isInstanceOf(FolderOutcome.AlreadyExists.class);
        assertThat(rename(account, "a", "a")).isInstanceOf(FolderOutcome.AlreadyExists.class);
        assertThat(rename(account, "a", "inbox")).isInstanceOf(FolderOutcome.AlreadyExists.class);
        assertThat(rename(account, "a", "c")).isInstanceOf(FolderOutcome.AlreadyExists.class);
        assertThat(rename(account, "nowhere", "b")).isInstanceOf(FolderOutcome.NotFound.class);
        assertThat(rename(account, "c", "d")).isInstanceOf(FolderOutcome.NotFound.class);
        assertThat(rename(account, "a", "a/b/c")).isInstanceOf(FolderOutcome.NotAllowed.class);
        assertThat(names(account)).contains("a", "a/b", "c/b").doesNotContain("d", "b");
    }

    @Test
    default void rename_refuses_what_would_make_a_name_below_it_too_long_or_too_deep() {
        AccountId account = world().account();
        world().newFolder(account, "a/" + "\u00e4".repeat(400));
        world().newFolder(account, "b/" + "1/".repeat(28) + "1");

        assertThat(rename(account, "a", "\u00e4".repeat(200))).isInstanceOf(FolderOutcome.NotAllowed.class);
        assertThat(rename(account, "b", "1/2/3/4")).isInstanceOf(FolderOutcome.NotAllowed.class);
        made(rename(account, "b", "1/2/3"));
    }

    @Test
    default void renaming_inbox_moves_its_messages_and_leaves_it_empty_with_its_children() {
        AccountId account = world().account();
        FolderId inbox = world().folder(account, "INBOX");
        world().newFolder(account, "INBOX/child");
        world().deliver(account, inbox, Letter.of("gone").flagged(Flags.DELETED));
        done(world().messages().expunge(account, inbox, Optional.empty()));
        world().deliver(account, inbox, Letter.of("one").flagged(Flags.SEEN));
        world().deliver(account, inbox, Letter.of("two"));
        Folder before = folder(account, "INBOX");

        Folder made = made(rename(account, "INBOX", "old/mail"));

        assertThat(made.id()).isNotEqualTo(inbox);
        assertThat(snapshot(account, made.id()).uids()).containsExactly(1, 2);
        assertThat(snapshot(account, made.id()).flags()).containsExactly(Flags.SEEN, 0);
        assertThat(snapshot(account, made.id()).folder().uidNext()).isEqualTo(3);
        assertThat(snapshot(account, inbox).uids()).isEmpty();
        assertThat(folder(account, "INBOX").uidNext()).isEqualTo(before.uidNext());
        assertThat(folder(account, "INBOX").uidValidity()).isEqualTo(before.uidValidity());
        assertThat(world().changes(account, inbox, before.highestModSeq()).expunged())
                .containsExactly(2, 3);
        assertThat(names(account)).contains("old", "old/mail", "INBOX/child").doesNotContain("old/mail/child");
        assertThat(rename(account, "INBOX", "old")).isInstanceOf(FolderOutcome.AlreadyExists.class);
    }

    @Test
    default void inbox_may_be_renamed_to_a_name_below_it() {
        AccountId account = world().account();
        world().deliver(account, world().folder(account, "INBOX"), Letter.of("one"));

        Folder made = made(rename(account, "INBOX", "INBOX/2025"));

        assertThat(snapshot(account, made.id()).uids()).containsExactly(1);
    }

    @Test
    default void delete_takes_the_messages_but_not_the_folders_below() {
        AccountId account = world().account();
        FolderId doomed = world().newFolder(account, "a");
        FolderId child = world().newFolder(account, "a/b");
        byte[] bytes = Letter.of("shared").bytes();
        world().deliver(account, doomed, Letter.of(bytes).behind("X: y\n"));
        world().deliver(account, child, Letter.of(bytes));

        Folder gone = made(done(world().folders().delete(account, new FolderName("a"))));

        assertThat(gone.id()).isEqualTo(doomed);
        assertThat(names(account)).contains("a/b").doesNotContain("a");
        assertThat(done(world().messages().open(account, doomed, Access.READ_WRITE)))
                .isEmpty();
        assertThat(done(world().messages().changesSince(account, doomed, 0)))
                .isInstanceOf(MailboxStore.Changes.FolderGone.class);
        assertThat(world().references(account, bytes)).isEqualTo(1);
        assertThat(done(world().messages().storage(account)).usedMessages()).isEqualTo(1);
        assertThat(done(world().messages().storage(account)).usedOctets()).isEqualTo(bytes.length);
    }

    @Test
    default void inbox_cannot_be_deleted_and_special_folders_can() {
        AccountId account = world().account();

        assertThat(done(world().folders().delete(account, new FolderName("inbox"))))
                .isInstanceOf(FolderOutcome.NotAllowed.class);
        assertThat(done(world().folders().delete(account, new FolderName("none"))))
                .isInstanceOf(FolderOutcome.NotFound.class);
        made(done(world().folders().delete(account, new FolderName("Trash"))));
        assertThat(made(rename(account, "Sent", "Gesendet")).use()).contains(SpecialUse.SENT);
        assertThat(names(account)).contains("Gesendet").doesNotContain("Trash", "Sent");
    }

    @Test
    default void subscriptions_are_names_that_outlive_their_folders() {
        AccountId account = world().account();
        world().newFolder(account, "a");
        assertThat(done(world().folders().subscribe(account, new FolderName("a"))))
                .isEqualTo(SubscribeOutcome.DONE);
        assertThat(done(world().folders().subscribe(account, new FolderName("a"))))
                .isEqualTo(SubscribeOutcome.DONE);
        done(world().folders().subscribe(account, new FolderName("not there")));
        done(world().folders().unsubscribe(account, new FolderName("Junk")));
        done(world().folders().unsubscribe(account, new FolderName("never was")));
        made(rename(account, "a", "b"));
        made(done(world().folders().delete(account, new FolderName("Trash"))));

        assertThat(subscriptions(account))
                .containsExactly("INBOX", "Archive", "Drafts", "Sent", "Trash", "a", "not there");
    }

    @Test
    default void status_counts_messages_in_the_order_asked_and_leaves_out_what_is_gone() {
        AccountId account = world().account();
        FolderId inbox = world().folder(account, "INBOX");
        FolderId work = world().newFolder(account, "work");
        world().deliver(account, inbox, Letter.of("one").flagged(Flags.SEEN));
        world().deliver(account, inbox, Letter.of("two").flagged(Flags.DELETED));
        done(world().messages().open(account, inbox, Access.READ_WRITE));
        world().deliver(account, inbox, Letter.of("three").behind("X: 12345\n"));
        FolderId gone = new FolderId(new Uuid7(InstantSource.system()).next());

        List<FolderStatus> all = done(world().folders().status(account, List.of(work, gone, inbox)));

        assertThat(all).extracting(status -> status.folder().name().text()).containsExactly("work", "INBOX");
        FolderStatus status = all.get(1);
        assertThat(status.messages()).isEqualTo(3);
        assertThat(status.unseen()).isEqualTo(2);
        assertThat(status.deleted()).isEqualTo(1);
        assertThat(status.recent()).isEqualTo(1);
        assertThat(status.octets()).isEqualTo(3 + 3 + 5 + 10);
        assertThat(status.folder().uidNext()).isEqualTo(4);
        assertThat(all.get(0).messages()).isZero();
        assertThat(all.get(0).octets()).isZero();
    }

    @Test
    default void an_account_that_is_not_there_has_nothing_and_gets_nothing() {
        AccountId nobody = new AccountId(new Uuid7(InstantSource.system()).next());

        assertThat(done(world().folders().folders(nobody))).isEmpty();
        assertThat(create(nobody, "a")).isInstanceOf(FolderOutcome.NotFound.class);
        assertThat(rename(nobody, "a", "b")).isInstanceOf(FolderOutcome.NotFound.class);
        assertThat(rename(nobody, "INBOX", "b")).isInstanceOf(FolderOutcome.NotFound.class);
        assertThat(done(world().folders().subscribe(nobody, new FolderName("a"))))
                .isEqualTo(SubscribeOutcome.TOO_MANY);
        assertThat(subscriptions(nobody)).isEmpty();
    }

    @Test
    default void changes_of_folders_are_told_after_they_can_be_read() {
        AccountId account = world().account();
        List<FolderChange> heard = new ArrayList<>();
        try (ChangeFeed.Subscription listening = world().feed().listen(account, heard::add)) {
            Folder made = made(create(account, "a/b"));
            Folder renamed = made(rename(account, "a/b", "c"));
            Folder moved = made(rename(account, "INBOX", "d"));
            made(done(world().folders().delete(account, new FolderName("c"))));
            FolderId inbox = world().folder(account, "INBOX");

            assertThat(heard)
                    .extracting(FolderChange::folder)
                    .containsExactlyInAnyOrder(made.id(), renamed.id(), moved.id(), inbox, made.id());
            assertThat(heard.stream().map(FolderChange::modSeq).distinct()).hasSize(4);
            assertThat(heard).extracting(FolderChange::account).containsOnly(account);
        }
    }

    private FolderOutcome create(AccountId account, String name) {
        return done(world().folders().create(account, new FolderName(name), Optional.empty()));
    }

    private FolderOutcome rename(AccountId account, String from, String to) {
        return done(world().folders().rename(account, new FolderName(from), new FolderName(to)));
    }

    private Folder folder(AccountId account, String name) {
        return done(world().folders().folder(account, new FolderName(name))).orElseThrow();
    }

    private FolderSnapshot snapshot(AccountId account, FolderId folder) {
        return done(world().messages().open(account, folder, Access.READ_ONLY)).orElseThrow();
    }

    private List<String> names(AccountId account) {
        return text(done(world().folders().folders(account)).stream().map(Folder::name));
    }

    private List<String> subscriptions(AccountId account) {
        return text(done(world().folders().subscriptions(account)).stream());
    }

    private static List<String> text(Stream<FolderName> names) {
        return names.map(FolderName::text).toList();
    }

    private static Folder made(FolderOutcome outcome) {
        assertThat(outcome).isInstanceOf(FolderOutcome.Done.class);
        return ((FolderOutcome.Done) outcome).folder();
    }
}
