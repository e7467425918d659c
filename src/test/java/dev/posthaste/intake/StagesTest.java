package dev.posthaste.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.account.AccountRef;
import dev.posthaste.account.Destination;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.id.FolderId;
import dev.posthaste.mime.HeaderField;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What configured stages can do to a message, by the three entrances. */
class StagesTest {

    private static final FolderId JUNK = new FolderId(new UUID(0, 77));
    private static final String MESSAGE = "From: a@far.test\r\nSubject: hello\r\n\r\nbody\r\n";

    private final MemoryIntake world = new MemoryIntake();
    private final AccountRef alice = MemoryIntake.account("alice");
    private final AccountRef bob = MemoryIntake.account("bob");

    @Test
    void a_stage_of_the_header_reads_it_and_replaces_it_before_it_is_stored() throws Exception {
        HeaderField added = HeaderField.of("X-Seen", "yes");
        Stage stage = stage(
                Stage.Place.HEADER,
                message -> Stage.Answer.of(new Action.ReplaceHeader(
                        message.header().without("Subject").withLast(added))));
        deliver(List.of(stage), MESSAGE, alice);
        assertThat(world.content()).isEqualTo("From: a@far.test\r\nX-Seen: yes\r\n\r\nbody\r\n");
    }

    @Test
    void a_stage_of_the_content_reads_structure_and_octets_of_a_small_message_without_a_copy() {
        List<String> seen = new ArrayList<>();
        Stage stage = stage(Stage.Place.CONTENT, message -> {
            StagedMessage staged = message.message();
            seen.add(UTF_8.decode(staged.inMemory().orElseThrow()).toString());
            seen.add(staged.structure().envelope().decodedSubject());
            return new Stage.Answer.Later(staged.read(6, 10)
                    .invoke(part -> seen.add(new String(part, UTF_8)))
                    .replaceWith(List.of()));
        });
        deliver(List.of(stage), MESSAGE, alice);
        assertThat(seen).containsExactly(MESSAGE, "hello", "a@far.test");
    }

    @Test
    void a_large_message_is_read_from_where_it_was_staged() {
        String large = MESSAGE + "x".repeat(700_000) + "\r\n";
        List<byte[]> pieces = new ArrayList<>();
        Stage stage = stage(Stage.Place.CONTENT, message -> {
            assertThat(message.message().inMemory()).isEmpty();
            return new Stage.Answer.Later(
                    message.message().stream(3, message.message().size())
                            .collect()
                            .asList()
                            .invoke(pieces::addAll)
                            .replaceWith(List.of()));
        });
        deliver(List.of(stage), large, alice);
        StringBuilder read = new StringBuilder();
        pieces.forEach(piece -> read.append(new String(piece, UTF_8)));
        assertThat(read.toString()).isEqualTo(large.substring(3));
    }

    @Test
    void fields_are_put_on_top_the_last_stages_first_below_the_return_path_and_above_received() throws Exception {
        HeaderField first = HeaderField.of("X-First", "1");
        HeaderField second = HeaderField.of("X-Second", "2");
        deliver(
                List.of(
                        stage(Stage.Place.CONTENT, message -> Stage.Answer.of(Action.AddFields.of(first))),
                        stage(Stage.Place.CONTENT, message -> Stage.Answer.of(Action.AddFields.of(second)))),
                MESSAGE,
                alice);
        assertThat(world.prefixOf(alice))
                .matches("(?s)Return-Path: <s@far.test>\r\nX-Second: 2\r\nX-First: 1\r\nReceived: from .*");
        assertThat(world.content()).isEqualTo(MESSAGE);
    }

    @Test
    void a_stage_transforms_the_message_before_it_is_hashed_indexed_and_stored() {
        Stage stage = stage(
                Stage.Place.CONTENT,
                message -> Stage.Answer.of(new Action.Transform(Multi.createFrom()
                        .items(
                                "From: a@far.test\r\nSubj".getBytes(UTF_8),
                                "ect: sealed\r\n\r\nsecret\r\n".getBytes(UTF_8)))));
        List<String> after = new ArrayList<>();
        Stage next = stage(Stage.Place.CONTENT, message -> {
            after.add(message.message().structure().envelope().decodedSubject());
            after.add(message.header().first("Subject").orElseThrow().value().strip());
            return Stage.Answer.NOTHING;
        });
        deliver(List.of(stage, next), MESSAGE, alice);
        assertThat(world.content()).isEqualTo("From: a@far.test\r\nSubject: sealed\r\n\r\nsecret\r\n");
        assertThat(after).containsExactly("sealed", "sealed");
        assertThat(world.acceptances)
                .singleElement()
                .extracting(one -> one.contents().preview())
                .isEqualTo("secret");
        assertThat(world.aborted).isEqualTo(1);
    }

    @Test
    void a_transformed_message_keeps_to_the_limit_of_every_message() {
        byte[] piece = new byte[600_000];
        Arrays.fill(piece, (byte) 'x');
        Stage stage = stage(
                Stage.Place.CONTENT,
                message ->
                        Stage.Answer.of(new Action.Transform(Multi.createFrom().items(piece, piece))));
        assertThat(deliver(List.of(stage), MESSAGE, alice)).isInstanceOf(NotAccepted.Deferred.class);
        assertThat(world.acceptances).isEmpty();
    }

    @Test
    void a_stage_chooses_folder_and_flags_for_one_recipient_and_drops_the_message_for_another() {
        Stage stage = stage(
                Stage.Place.PLACEMENT,
                message -> new Stage.Answer.Now(List.of(
                        new Action.Place(message.recipients().get(0), JUNK, 4),
                        new Action.Discard(message.recipients().get(1), "unwanted"))));
        DeliverResult result = deliver(List.of(stage), MESSAGE, alice, bob);
        assertThat(((DeliverResult.Accepted) result).outcomes())
                .containsExactly(new DeliverResult.Outcome.Taken(), new DeliverResult.Outcome.Taken());
        assertThat(world.acceptances.getFirst().deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.account()).isEqualTo(alice);
            assertThat(delivery.folder()).isEqualTo(JUNK);
            assertThat(delivery.flags()).isEqualTo(4);
        });
    }

    @Test
    void a_copy_is_kept_whatever_becomes_of_the_recipients() {
        Stage stage = stage(
                Stage.Place.PLACEMENT,
                message -> new Stage.Answer.Now(List.of(
                        new Action.Discard(message.recipients().getFirst(), "unwanted"),
                        new Action.Copy(bob, bob.inbox(), 0))));
        deliver(List.of(stage), MESSAGE, alice);
        assertThat(world.acceptances.getFirst().deliveries())
                .extracting(Acceptance.Delivery::account)
                .containsExactly(bob);
    }

    @Test
    void by_lmtp_a_rejected_recipient_is_answered_alone() {
        Refusal refusal = Refusal.byPolicy(550, "5.7.1", "Not for Bob");
        Stage stage = stage(
                Stage.Place.PLACEMENT,
                message ->
                        Stage.Answer.of(new Action.Reject(message.recipients().get(1), refusal)));
        assertThat(((DeliverResult.Accepted) deliver(List.of(stage), Origin.Entrance.LMTP, alice, bob)).outcomes())
                .containsExactly(new DeliverResult.Outcome.Taken(), new DeliverResult.Outcome.Refused(refusal));
    }

    @Test
    void a_message_that_every_recipient_rejects_is_refused_with_the_stages_code() {
        Refusal refusal = Refusal.byPolicy(554, "5.7.7", "No");
        Stage stage = stage(
                Stage.Place.PLACEMENT,
                message ->
                        Stage.Answer.of(new Action.Reject(message.recipients().getFirst(), refusal)));
        assertThat(deliver(List.of(stage), MESSAGE, alice)).isEqualTo(new NotAccepted.Refused(refusal));
        assertThat(world.acceptances).isEmpty();
    }

    @Test
    void a_redirected_message_goes_to_the_other_account() {
        Recipient other = new Recipient(bob.address(), Recipient.Role.ENVELOPE, new Destination.Local(bob));
        Stage stage = stage(
                Stage.Place.PLACEMENT,
                message ->
                        Stage.Answer.of(new Action.Redirect(message.recipients().getFirst(), List.of(other))));
        deliver(List.of(stage), MESSAGE, alice);
        assertThat(world.acceptances.getFirst().deliveries())
                .extracting(Acceptance.Delivery::account)
                .containsExactly(bob);
    }

    @Test
    void the_first_stage_that_refuses_ends_the_way() {
        List<String> asked = new ArrayList<>();
        Refusal refusal = Refusal.byPolicy(550, "5.7.1", "No");
        Stage refusing = stage(Stage.Place.HEADER, message -> Stage.Answer.of(new Action.Refuse(refusal)));
        Stage next = stage(Stage.Place.HEADER, message -> {
            asked.add("next");
            return Stage.Answer.NOTHING;
        });
        assertThat(deliver(List.of(refusing, next), MESSAGE, alice)).isEqualTo(new NotAccepted.Refused(refusal));
        assertThat(asked).isEmpty();
        assertThat(world.aborted).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Stage.OnFailure.class)
    void a_stage_that_fails_is_answered_as_it_is_configured(Stage.OnFailure onFailure) {
        List<Stage> failing = List.of(
                new Toy(Stage.Place.HEADER, onFailure, message -> {
                    throw new IllegalStateException("a bug");
                }),
                new Toy(
                        Stage.Place.CONTENT,
                        onFailure,
                        message -> new Stage.Answer.Later(Uni.createFrom().failure(new IllegalStateException("away")))),
                new Toy(
                        Stage.Place.PLACEMENT,
                        onFailure,
                        message -> new Stage.Answer.Later(Uni.createFrom().nothing())));
        for (Stage stage : failing) {
            DeliverResult result = deliver(List.of(stage), MESSAGE, alice);
            switch (onFailure) {
                case CONTINUE -> assertThat(result).isInstanceOf(DeliverResult.Accepted.class);
                case DEFER ->
                    assertThat(result)
                            .isInstanceOfSatisfying(
                                    NotAccepted.Deferred.class,
                                    deferred -> assertThat(deferred.deferral().code())
                                            .isEqualTo(451));
            }
        }
    }

    @Test
    void what_a_stage_must_not_do_where_it_stands_is_its_failure() {
        Stage stage = stage(
                Stage.Place.PLACEMENT,
                message ->
                        Stage.Answer.of(new Action.Transform(Multi.createFrom().empty())));
        assertThat(deliver(List.of(stage), MESSAGE, alice)).isInstanceOf(NotAccepted.Deferred.class);
    }

    @Test
    void tags_are_labels_of_a_submitted_email() {
        Stage stage = stage(Stage.Place.CONTENT, message -> Stage.Answer.of(new Action.Tag("bulk", "many recipients")));
        submit(List.of(stage), "From: alice@a.test\r\nBcc: x@y.test\r\n\r\nbody\r\n");
        Acceptance.Submission submission =
                world.acceptances.getFirst().submission().orElseThrow();
        assertThat(submission.labels().tags()).containsExactly("bulk");
        assertThat(submission.entrance()).isEqualTo("submission");
        assertThat(world.content()).doesNotContain("Bcc").contains("\r\nDate: ").contains("\r\nMessage-ID: <em_");
    }

    @Test
    void a_user_does_not_write_in_anothers_name() {
        assertThat(submit(List.of(), "From: bob@a.test\r\n\r\nbody\r\n"))
                .isEqualTo(NotAccepted.refused(Refusal.Reason.NOT_YOUR_ADDRESS, "you may not send as bob@a.test"));
        assertThat(submit(List.of(), "Subject: nobody's\r\n\r\nbody\r\n"))
                .isInstanceOfSatisfying(
                        NotAccepted.Refused.class,
                        refused -> assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.NO_AUTHOR));
    }

    @Test
    void a_message_that_loops_is_refused_at_both_entrances_of_mail() {
        String loop = "Received: x\r\n".repeat(LoopStage.MAX_RECEIVED + 1);
        for (NotAccepted answer : List.of((NotAccepted) deliver(List.of(), loop + MESSAGE, alice), (NotAccepted)
                submit(List.of(), loop + "From: alice@a.test\r\n\r\nx\r\n"))) {
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            NotAccepted.Refused.class,
                            refused -> assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.LOOP));
        }
    }

    @Test
    void an_appended_message_is_kept_as_it_is() {
        MemoryIntake.finish(
                world.with(List.of())
                        .append(new AppendRequest(Origin.system(), alice, JUNK, 9, java.util.Optional.empty())),
                "Bcc: keep\r\n\r\nx");
        assertThat(world.content()).isEqualTo("Bcc: keep\r\n\r\nx");
        assertThat(world.acceptances.getFirst().prefix()).isEmpty();
    }

    @Test
    void a_connection_and_a_recipient_are_admitted_by_the_stages_of_their_places() {
        Refusal refusal = Refusal.byPolicy(554, "5.7.1", "Not you");
        Intake intake = world.with(List.of(
                stage(
                        Stage.Place.CONNECTION,
                        message -> message.origin().peer().address().equals("198.51.100.1")
                                ? Stage.Answer.of(new Action.Refuse(refusal))
                                : Stage.Answer.NOTHING),
                stage(
                        Stage.Place.ENVELOPE,
                        message -> message.from().toString().contains("spam")
                                ? Stage.Answer.of(new Action.Refuse(refusal))
                                : Stage.Answer.NOTHING)));
        Recipient full = new Recipient(alice.address(), Recipient.Role.ENVELOPE, new Destination.Full(alice));
        Recipient open = new Recipient(alice.address(), Recipient.Role.ENVELOPE, new Destination.Local(alice));
        ReversePath spam = ReversePath.of(EmailAddress.of("spam@far.test"));
        ReversePath ham = ReversePath.of(EmailAddress.of("ham@far.test"));
        Origin friend = MemoryIntake.origin(Origin.Entrance.MX, "192.0.2.1");
        assertThat(now(intake.admit(MemoryIntake.origin(Origin.Entrance.MX, "198.51.100.1"))))
                .isEqualTo(new Intake.Admittance.Refused(refusal));
        assertThat(now(intake.admit(friend))).isEqualTo(new Intake.Admittance.Admitted());
        assertThat(now(intake.admit(friend, spam, open))).isEqualTo(new Intake.Admittance.Refused(refusal));
        assertThat(now(intake.admit(friend, ham, open))).isEqualTo(new Intake.Admittance.Admitted());
        assertThat(now(intake.admit(friend, ham, full)))
                .isEqualTo(new Intake.Admittance.Deferred(Deferral.accountFull()));
    }

    private DeliverResult deliver(List<Stage> stages, String message, AccountRef... to) {
        return MemoryIntake.finish(world.with(stages).deliver(MemoryIntake.delivery(Origin.Entrance.MX, to)), message);
    }

    private DeliverResult deliver(List<Stage> stages, Origin.Entrance entrance, AccountRef... to) {
        return MemoryIntake.finish(world.with(stages).deliver(MemoryIntake.delivery(entrance, to)), MESSAGE);
    }

    private SubmitResult submit(List<Stage> stages, String message) {
        return MemoryIntake.finish(world.with(stages).submit(MemoryIntake.submission(alice, bob)), message);
    }

    private static <T> T now(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(10));
    }

    private static Stage stage(Stage.Place place, Function<StageContext, Stage.Answer> judge) {
        return new Toy(place, Stage.OnFailure.DEFER, judge);
    }

    private record Toy(Place place, OnFailure onFailure, Function<StageContext, Answer> rule) implements Stage {
        @Override
        public String name() {
            return "toy";
        }

        @Override
        public Duration limit() {
            return Duration.ofMillis(200);
        }

        @Override
        public boolean concerns(StageContext message) {
            return true;
        }

        @Override
        public Answer judge(StageContext message) {
            return rule.apply(message);
        }
    }
}
