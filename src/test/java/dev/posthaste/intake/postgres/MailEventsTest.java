package dev.posthaste.intake.postgres;

import static dev.posthaste.intake.postgres.DoorWorld.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.account.AccountRef;
import dev.posthaste.event.Event;
import dev.posthaste.event.EventLog;
import dev.posthaste.event.EventLog.Filter;
import dev.posthaste.event.EventType;
import dev.posthaste.event.Position;
import dev.posthaste.event.postgres.PostgresEventLog;
import dev.posthaste.id.FolderId;
import dev.posthaste.intake.Acceptance;
import dev.posthaste.mailbox.FlagChange;
import dev.posthaste.mailbox.FolderName;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the acceptance of mail and the changes of folders write to the outbox. */
class MailEventsTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private DoorWorld world;
    private EventLog log;
    private AccountRef alice;

    @BeforeEach
    void clear() {
        DATABASE.truncate();
        world = new DoorWorld(DATABASE);
        log = new PostgresEventLog(DATABASE.mutinyPool());
        alice = world.account(1 << 20, 1000);
    }

    @Test
    void a_delivery_creates_a_message_in_the_folder_of_each_account() {
        AccountRef bob = world.account(1 << 20, 1000);
        Acceptance acceptance = world.acceptance("hello", Optional.empty(), alice, bob);
        done(world.ledger.write(List.of(acceptance)));

        List<Event> events = events();
        assertThat(events)
                .extracting(Event::type)
                .containsOnly(EventType.MESSAGE_CREATED)
                .hasSize(2);
        Event first = events.getFirst();
        assertThat(first.subject().id()).isEqualTo(alice.inbox().value());
        Event.Mail mail = first.mail().orElseThrow();
        assertThat(mail.account()).isEqualTo(alice.id());
        assertThat(mail.email()).contains(acceptance.email());
        assertThat(mail.modSeq()).isEqualTo(2);
        assertThat(mail.messages())
                .containsExactly(
                        new Event.Message(1, acceptance.deliveries().getFirst().id()));
    }

    @Test
    void a_group_that_is_refused_writes_no_event() {
        AccountRef full = world.account(1, 1);
        done(world.deliver("too much", alice, full));

        assertThat(events()).isEmpty();
    }

    @Test
    void an_email_is_accepted_with_its_message_id() {
        Acceptance email = world.queued("far away");
        done(world.ledger.write(List.of(email)));

        Event accepted = events().getFirst();
        assertThat(events()).hasSize(1);
        assertThat(accepted.type()).isEqualTo(EventType.EMAIL_ACCEPTED);
        assertThat(accepted.subject().id()).isEqualTo(email.email().value());
        assertThat(accepted.data()).isEqualTo("{\"message_id\" : \"<1@a.test>\"}");
        assertThat(accepted.mail()).isEmpty();
    }

    @Test
    void flags_that_move_are_an_event_and_flags_that_do_not_are_none() {
        deliver(3);
        clearEvents();
        done(world.messages.changeFlags(alice.id(), alice.inbox(), new long[] {1, 3}, FlagChange.add(1)));
        done(world.messages.changeFlags(alice.id(), alice.inbox(), new long[] {1, 3}, FlagChange.add(1)));

        assertThat(told()).containsExactly("mailbox.message.updated INBOX 1,3");
    }

    @Test
    void copies_moves_and_removals_name_the_messages_of_both_folders() {
        FolderId archive = world.folder(alice, "Archive");
        deliver(4);
        clearEvents();
        done(world.messages.copy(alice.id(), alice.inbox(), new long[] {1, 2}, archive));
        done(world.messages.move(alice.id(), alice.inbox(), new long[] {3}, archive));
        done(world.messages.delete(alice.id(), alice.inbox(), new long[] {1}));
        done(world.messages.changeFlags(alice.id(), alice.inbox(), new long[] {2}, FlagChange.add(8)));
        done(world.messages.expunge(alice.id(), alice.inbox(), Optional.empty()));
        done(world.messages.expunge(alice.id(), alice.inbox(), Optional.empty()));

        assertThat(told())
                .containsExactlyInAnyOrder(
                        "mailbox.message.created Archive 1,2",
                        "mailbox.message.deleted INBOX 3",
                        "mailbox.message.created Archive 3",
                        "mailbox.message.deleted INBOX 1",
                        "mailbox.message.updated INBOX 2",
                        "mailbox.message.deleted INBOX 2");
        assertThat(events())
                .allSatisfy(event ->
                        assertThat(event.mail().orElseThrow().account()).isEqualTo(alice.id()));
        assertThat(events())
                .extracting(event -> event.mail().orElseThrow().modSeq())
                .isSorted();
    }

    @Test
    void a_change_of_very_many_messages_is_several_events() {
        deliver(Event.Mail.MAX_MESSAGES + 1);
        clearEvents();
        long[] all = LongStream.rangeClosed(1, Event.Mail.MAX_MESSAGES + 1).toArray();
        done(world.messages.changeFlags(alice.id(), alice.inbox(), all, FlagChange.add(1)));

        assertThat(events())
                .extracting(event -> event.mail().orElseThrow().messages().size())
                .containsExactly(Event.Mail.MAX_MESSAGES, 1);
    }

    @Test
    void folders_are_created_renamed_and_deleted() {
        done(world.folders.create(alice.id(), new FolderName("a/b"), Optional.empty()));
        done(world.folders.create(alice.id(), new FolderName("a/b"), Optional.empty()));
        done(world.folders.rename(alice.id(), new FolderName("a"), new FolderName("c")));
        done(world.folders.delete(alice.id(), new FolderName("c/b")));
        done(world.folders.delete(alice.id(), new FolderName("nowhere")));

        assertThat(events())
                .extracting(event -> event.type().wireName() + ' ' + event.data())
                .containsExactlyInAnyOrder(
                        "mailbox.folder.created {\"name\" : \"a\"}",
                        "mailbox.folder.created {\"name\" : \"a/b\"}",
                        "mailbox.folder.renamed {\"name\" : \"c\"}",
                        "mailbox.folder.renamed {\"name\" : \"c/b\"}",
                        "mailbox.folder.deleted {\"name\" : \"c/b\"}");
    }

    @Test
    void a_renamed_inbox_gives_its_messages_away() {
        deliver(2);
        clearEvents();
        done(world.folders.rename(alice.id(), new FolderName("INBOX"), new FolderName("Old")));

        assertThat(told())
                .containsExactlyInAnyOrder(
                        "mailbox.folder.created Old ",
                        "mailbox.message.deleted INBOX 1,2",
                        "mailbox.message.created Old 1,2");
    }

    private void deliver(int messages) {
        List<Acceptance> group = IntStream.range(0, messages)
                .mapToObj(i -> world.acceptance("m" + i, Optional.empty(), alice))
                .toList();
        done(world.ledger.write(group));
    }

    private void clearEvents() {
        world.execute("delete from event");
    }

    /** Type, folder and UIDs of each event. */
    private List<String> told() {
        return events().stream()
                .map(event -> event.type().wireName()
                        + ' '
                        + done(world.folders.folder(
                                        alice.id(), new FolderId(event.subject().id())))
                                .orElseThrow()
                                .name()
                                .text()
                        + ' '
                        + event.mail().orElseThrow().messages().stream()
                                .map(message -> Long.toString(message.uid()))
                                .reduce((one, other) -> one + ',' + other)
                                .orElse(""))
                .toList();
    }

    private List<Event> events() {
        EventLog.Reading.Page page =
                (EventLog.Reading.Page) done(log.read(Position.START, Filter.of(world.tenant), EventLog.MAX_PAGE));
        return page.events();
    }
}
