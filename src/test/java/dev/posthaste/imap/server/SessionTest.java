package dev.posthaste.imap.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.id.ModSeq;
import dev.posthaste.id.Uid;
import dev.posthaste.id.UidValidity;
import dev.posthaste.imap.wire.CommandSyntax;
import dev.posthaste.imap.wire.Dialect;
import dev.posthaste.imap.wire.Response;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.imap.wire.ToySyntax;
import dev.posthaste.listener.Channel;
import dev.posthaste.mailbox.FolderChanges;
import dev.posthaste.mailbox.MailboxStore.Access;
import dev.posthaste.mailbox.MailboxStore.Changes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A session by itself: no socket, no store. */
class SessionTest {

    private final ScriptedStore client = new ScriptedStore();

    private ScriptedStore selected() {
        client.say("a LOGIN alice sesame");
        client.say("b SELECT INBOX");
        return client;
    }

    @Test
    void each_state_is_a_value_of_its_own() {
        assertThat(client.state).isInstanceOf(State.NotAuthenticated.class);
        client.say("a LOGIN alice wrong");
        assertThat(client.state).isEqualTo(State.NotAuthenticated.begin(Channel.TLS, 1));
        client.say("b LOGIN alice sesame");
        assertThat(client.state).isEqualTo(new State.Authenticated(State.Client.on(Channel.TLS), ScriptedStore.ALICE));
        client.say("c EXAMINE x");
        assertThat(client.state).isInstanceOf(State.Selected.class);
        client.say("d IDLE");
        assertThat(client.state).isInstanceOf(State.Idling.class);
        client.say("DONE");
        client.say("e CLOSE");
        assertThat(client.state).isInstanceOf(State.Authenticated.class);
        client.say("f LOGOUT");
        assertThat(client.state).isInstanceOf(State.LoggedOut.class);
    }

    @Test
    void a_selection_watches_before_it_reads() {
        client.say("a LOGIN alice sesame");
        client.say("b SELECT INBOX");
        List<Effect> effects = client.effects;
        assertThat(effects.get(0)).isInstanceOf(Effect.Find.class);
        assertThat(effects.get(1)).isEqualTo(new Effect.Watch(ScriptedStore.INBOX));
        assertThat(effects.get(2)).isInstanceOfSatisfying(Effect.Open.class, open -> {
            assertThat(open.mailbox()).isEqualTo(ScriptedStore.INBOX);
            assertThat(open.access()).isEqualTo(Access.READ_WRITE);
        });
    }

    @Test
    void a_mailbox_that_cannot_be_opened_is_watched_no_more() {
        client.say("a LOGIN alice sesame");
        client.failing = true;
        assertThat(client.say("b SELECT INBOX")).startsWith("b NO [UNAVAILABLE]");
        assertThat(client.effects).contains(new Effect.Unwatch());
        assertThat(client.state).isInstanceOf(State.Authenticated.class);
    }

    @Test
    void a_command_that_fails_is_answered_and_the_session_goes_on() {
        selected().failing = true;
        assertThat(client.say("c STORE 1 +FLAGS (\\Seen)")).startsWith("c NO [UNAVAILABLE]");
        client.failing = false;
        assertThat(client.say("d NOOP")).isEqualTo("d OK Nothing done\r\n");
    }

    @Test
    void a_search_that_fails_leaves_nothing_saved_and_one_that_saves_nothing_leaves_it() {
        selected().say("c SEARCH RETURN (SAVE) ALL");
        client.failing = true;
        client.say("d SEARCH RETURN (COUNT) ALL");
        client.failing = false;
        client.say("e UID COPY $ x");
        assertThat(client.effects).anyMatch(effect -> effect instanceof Effect.Copy copy && copy.uids().length == 2);
        client.failing = true;
        client.say("f SEARCH RETURN (SAVE) ALL");
        client.failing = false;
        assertThat(client.say("g UID COPY $ x")).isEqualTo("g OK No message was meant\r\n");
    }

    @Test
    void changes_are_reported_while_the_client_idles() {
        assertThat(selected().say("c IDLE")).isEqualTo("+ idling\r\n");
        client.changes = Optional.of(changed());
        assertThat(client.take(new Input.Changed())).isEqualTo("* 1 EXPUNGE\r\n* 3 EXISTS\r\n* 1 RECENT\r\n");
        assertThat(client.state).isInstanceOf(State.Idling.class);
        assertThat(client.say("DONE")).isEqualTo("c OK Idled\r\n");
    }

    @Test
    void a_store_that_fails_while_the_client_idles_ends_the_session() {
        selected().say("c IDLE");
        client.failing = true;
        assertThat(client.take(new Input.Changed())).startsWith("* BYE [UNAVAILABLE]");
        assertThat(client.effects).contains(new Effect.Unwatch(), new Effect.Close());
    }

    @Test
    void a_mailbox_that_is_gone_ends_the_session() {
        selected().changes = Optional.of(new Changes.FolderGone());
        assertThat(client.say("c NOOP")).isEqualTo("* BYE The selected mailbox is gone\r\n");
        assertThat(client.state).isInstanceOf(State.LoggedOut.class);
    }

    @Test
    void no_message_disappears_in_the_answer_to_a_fetch() {
        selected().changes = Optional.of(changed());
        assertThat(client.say("c FETCH 1 FLAGS")).startsWith("* 4 EXISTS").doesNotContain("EXPUNGE");
        assertThat(client.say("d UID FETCH 2 FLAGS")).startsWith("* 1 EXPUNGE");
    }

    @Test
    void the_view_keeps_the_modseqs_that_the_store_gives() {
        SessionView view = ((State.Selected) selected().state).view();
        assertThat(List.of(view.modSeq(1), view.modSeq(2), view.modSeq(3))).containsExactly(3L, 4L, 5L);
        client.say("c STORE 2 +FLAGS.SILENT (\\Seen)");
        assertThat(view.modSeq(2)).isEqualTo(6);
        assertThat(view.modSeq()).isEqualTo(new ModSeq(6));
        client.changes = Optional.of(changed());
        client.say("d NOOP");
        assertThat(List.of(view.modSeq(1), view.modSeq(2), view.modSeq(3))).containsExactly(6L, 5L, 9L);
    }

    @Test
    void octets_of_a_message_are_taken_only_behind_an_append_that_is_allowed() {
        assertThat(client.say("a APPEND INBOX {3}")).isEqualTo("a BAD Log in first\r\n");
        client.say("b LOGIN alice sesame");
        assertThat(client.say("c APPEND INBOX {3000}")).startsWith("c NO [TOOBIG]");
        assertThat(client.say("d APPEND nowhere {3}")).startsWith("d NO [TRYCREATE]");
        assertThat(client.say("e APPEND INBOX {3}")).isEqualTo("+ Go on\r\n");
        assertThat(client.state).isInstanceOf(State.Appending.class);
        assertThat(client.say("")).isEqualTo("e OK [APPENDUID 7 4] Appended\r\n");
        client.say("f APPEND INBOX {3}");
        assertThat(client.take(new Input.Literal())).startsWith("f BAD");
        assertThat(client.effects).contains(new Effect.AbortMessage());
        assertThat(client.state).isInstanceOf(State.Authenticated.class);
    }

    @Test
    void what_was_said_before_tls_counts_no_more_except_the_failures() {
        client.state = State.NotAuthenticated.begin(Channel.CLEAR, 2);
        assertThat(client.say("a STARTTLS")).isEqualTo("a OK Begin TLS negotiation now\r\n");
        assertThat(client.effects).contains(new Effect.StartTls());
        assertThat(client.state).isEqualTo(State.NotAuthenticated.begin(Channel.TLS, 2));
    }

    @Test
    void enabled_features_are_a_set_that_only_grows() {
        client.say("a LOGIN alice sesame");
        assertThat(client.say("b ENABLE imap4rev2 XUNKNOWN")).startsWith("* ENABLED IMAP4rev2\r\n");
        assertThat(client.state.client().enabled().has(Enabled.Feature.IMAP4REV2))
                .isTrue();
        assertThat(client.state.dialect()).isEqualTo(Dialect.REV2);
        assertThat(client.say("c ENABLE IMAP4rev2")).startsWith("* ENABLED\r\n");
    }

    @Test
    void a_view_belongs_to_the_mailbox_and_not_to_the_account_that_is_logged_in() {
        assertThat(((State.Selected) selected().state).view().mailbox()).isEqualTo(ScriptedStore.INBOX);
        client.say("c COPY 1 x");
        assertThat(client.effects)
                .anySatisfy(effect -> assertThat(effect).isInstanceOfSatisfying(Effect.Copy.class, copy -> {
                    assertThat(copy.from()).isEqualTo(ScriptedStore.INBOX);
                    assertThat(copy.to()).isEqualTo(ScriptedStore.X);
                }));
    }

    @Test
    void every_command_that_is_parsed_is_declared_once() {
        List<String> declared = Extensions.standard(1).stream()
                .flatMap(extension -> extension.commands().stream())
                .map(declaration -> declaration.syntax().name())
                .toList();
        assertThat(declared)
                .containsExactlyInAnyOrderElementsOf(
                        CommandSyntax.ALL.stream().map(CommandSyntax::name).toList());
        List<Extension> twice = new ArrayList<>(Extensions.standard(1));
        twice.addAll(Extensions.standard(1));
        assertThatThrownBy(() -> new Session(twice)).hasMessageContaining("is declared twice");
    }

    /** A whole extension: one declaration. */
    @Test
    void an_extension_is_added_in_one_place() {
        Enabled.Feature shouting = new Enabled.Feature("XSHOUT");
        Extension toy = Extension.of("XDOUBLE", Declaration.afterLogin(ToySyntax.XDOUBLE, (task, number) -> {
                    boolean loud = task.state().client().enabled().has(shouting);
                    Response doubled = out -> out.raw(loud ? "* DOUBLE " : "* double ")
                            .number(2 * number)
                            .end();
                    return task.finish(List.of(doubled), Answer.ok("Doubled"));
                }))
                .enables(shouting);
        List<Extension> extensions = new ArrayList<>(Extensions.standard(1000));
        extensions.add(toy);
        ScriptedStore with = new ScriptedStore(extensions);

        assertThat(with.say("a CAPABILITY")).contains(" XDOUBLE");
        assertThat(with.say("b XDOUBLE 21")).isEqualTo("b BAD Log in first\r\n");
        with.say("c LOGIN alice sesame");
        assertThat(with.say("d XDOUBLE 21")).isEqualTo("* double 42\r\nd OK Doubled\r\n");
        assertThat(with.say("e XDOUBLE x")).isEqualTo("e BAD Expected a number at 10\r\n");
        assertThat(with.say("f ENABLE xshout")).startsWith("* ENABLED XSHOUT\r\n");
        assertThat(with.say("g XDOUBLE 21")).startsWith("* DOUBLE 42\r\n");
        assertThat(client.say("a XDOUBLE 21")).startsWith("a BAD");
    }

    @Test
    void numbers_of_mailboxes_have_types_that_hold_no_wrong_value() {
        assertThat(ResponseCode.appendUid(new UidValidity(1), new Uid(Uid.MAX)).text())
                .isEqualTo("APPENDUID 1 4294967295");
        assertThatThrownBy(() -> new Uid(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Uid(Uid.MAX + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UidValidity(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ModSeq(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Message 1 is gone, 3 has another MODSEQ but the same flags, 4 is new. */
    private static Changes changed() {
        return new Changes.Known(new FolderChanges(
                ScriptedStore.folder(ScriptedStore.INBOX),
                new long[] {3, 4},
                new long[] {0, 0},
                new long[] {5, 9},
                new long[] {1},
                List.of()));
    }
}
