package dev.posthaste.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.posthaste.intake.Deferral;
import dev.posthaste.intake.NotAccepted;
import dev.posthaste.intake.SubmitResult.Novelty;
import dev.posthaste.login.Principal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepeatsTest {

    private static final Target TARGET = Target.of(Operation.CREATE_DOMAIN);

    private final ApiWorld world = new ApiWorld();
    private final Principal owner = world.owner();
    private final AtomicInteger calls = new AtomicInteger();

    private record Text(String dialect) implements Repeats.Form<String> {
        @Override
        public byte[] write(String answer) {
            return answer.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String read(byte[] written) {
            return new String(written, StandardCharsets.UTF_8);
        }
    }

    private Uni<Repeats.Answer<String>> ask(Principal caller, Target target, String key, String body) {
        return ask(caller, target, key, body, who -> Uni.createFrom().item("answer " + calls.incrementAndGet()));
    }

    private Uni<Repeats.Answer<String>> ask(
            Principal caller,
            Target target,
            String key,
            String body,
            java.util.function.Function<Principal, Uni<String>> call) {
        Repeats.Request request = new Repeats.Request(Optional.of(key), target, body.getBytes(StandardCharsets.UTF_8));
        return world.repeats.once(caller, request, new Text("json"), call);
    }

    private Repeats.Answer<String> answer(String key, String body) {
        return ApiWorld.now(ask(owner, TARGET, key, body));
    }

    @Test
    void a_repeated_request_is_answered_as_it_was() {
        assertThat(answer("k", "body")).isEqualTo(new Repeats.Answer<>("answer 1", Novelty.NEW));
        assertThat(answer("\"k\"", "body")).isEqualTo(new Repeats.Answer<>("answer 1", Novelty.REPLAYED));
        assertThat(answer("other", "body").value()).isEqualTo("answer 2");
    }

    @Test
    void a_key_for_another_request_is_an_error() {
        answer("k", "body");
        assertThat(ApiWorld.refusal(ask(owner, TARGET, "k", "other")).code())
                .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(calls).hasValue(1);
    }

    @Test
    void a_key_counts_for_one_path_of_one_tenant() {
        answer("k", "body");
        assertThat(ApiWorld.now(ask(owner, Target.of(Operation.CREATE_ALIAS, "a"), "k", "body"))
                        .novelty())
                .isEqualTo(Novelty.NEW);
        assertThat(ApiWorld.now(ask(owner, Target.of(Operation.CREATE_ALIAS, "b"), "k", "body"))
                        .novelty())
                .isEqualTo(Novelty.NEW);
        assertThat(ApiWorld.now(ask(world.intruder(), TARGET, "k", "body")).novelty())
                .isEqualTo(Novelty.NEW);
    }

    @Test
    void an_answer_is_told_again_to_nobody_but_whoever_got_it() {
        answer("k", "body");
        Principal colleague = world.owner();
        assertThat(ApiWorld.refusal(ask(colleague, TARGET, "k", "body")).code())
                .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        Principal weak = world.holder(world.tenant, java.util.Set.of());
        assertThat(ApiWorld.refusal(ask(weak, TARGET, "k", "body")).code()).isEqualTo(ErrorCode.SCOPE_MISSING);
    }

    @Test
    void while_the_first_is_under_way_the_others_are_told_to_wait() {
        AtomicInteger refused = new AtomicInteger();
        ApiWorld.now(ask(owner, TARGET, "k", "body", who -> {
            ApiException refusal = ApiWorld.refusal(ask(owner, TARGET, "k", "body"));
            assertThat(refusal.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_IN_FLIGHT);
            assertThat(refusal.retryAfter()).contains(Repeats.PATIENCE);
            refused.incrementAndGet();
            return Uni.createFrom().item("done");
        }));
        assertThat(refused).hasValue(1);
    }

    @Test
    void a_refusal_did_nothing_and_is_not_kept() {
        ApiException full = ApiException.of(ErrorCode.TOO_MANY, "full");
        assertThat(ApiWorld.refusal(
                        ask(owner, TARGET, "k", "body", who -> Uni.createFrom().failure(full))))
                .isSameAs(full);
        assertThat(answer("k", "body").novelty()).isEqualTo(Novelty.NEW);
    }

    @Test
    void after_a_failure_of_which_nobody_knows_what_it_did_the_key_stays_reserved() {
        Throwable lost = catchThrowable(() -> ApiWorld.now(
                ask(owner, TARGET, "k", "body", who -> Uni.createFrom().failure(new IllegalStateException("lost")))));
        assertThat(lost).hasMessage("lost");
        assertThat(ApiWorld.refusal(ask(owner, TARGET, "k", "body")).code())
                .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_IN_FLIGHT);
    }

    @Test
    void a_refusal_that_may_have_had_its_effect_keeps_the_key_reserved() {
        ApiException unsure = ApiException.of(ErrorCode.UNAVAILABLE, "the store did not say")
                .perhapsDone()
                .after(Duration.ofSeconds(1))
                .with("key", "value");
        assertThat(ApiWorld.refusal(
                        ask(owner, TARGET, "k", "body", who -> Uni.createFrom().failure(unsure))))
                .isSameAs(unsure);
        assertThat(ApiWorld.refusal(ask(owner, TARGET, "k", "body")).code())
                .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_IN_FLIGHT);
    }

    @Test
    void only_what_is_surely_not_written_is_a_refusal_without_effect() {
        assertThat(IntakeErrors.of(NotAccepted.deferred("full")).effect()).isEqualTo(ApiException.Effect.NONE);
        assertThat(IntakeErrors.of(new NotAccepted.Deferred(Deferral.uncertain("lost")))
                        .effect())
                .isEqualTo(ApiException.Effect.POSSIBLE);
    }

    @Test
    void an_answer_that_is_too_large_is_not_kept_but_the_call_is_not_made_again() {
        String large = "x".repeat(KeptAnswer.MAX_OCTETS + 1);
        assertThat(ApiWorld.now(ask(
                                owner,
                                TARGET,
                                "k",
                                "body",
                                who -> Uni.createFrom().item(large)))
                        .value())
                .isEqualTo(large);
        assertThat(ApiWorld.refusal(ask(owner, TARGET, "k", "body")).code()).isEqualTo(ErrorCode.ANSWER_NOT_KEPT);
        assertThat(ApiWorld.refusal(ask(owner, TARGET, "k", "other")).code())
                .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(calls).hasValue(0);
    }

    @Test
    void what_is_kept_shows_neither_the_answer_nor_a_digest_of_the_request() {
        answer("k", "password");
        byte[] fingerprint = Fingerprint.of(owner, "json", "password".getBytes(StandardCharsets.UTF_8));
        KeptAnswers.Name name = new KeptAnswers.Name(owner.tenant(), Fingerprint.of(TARGET), "k");
        String kept = new String(ApiWorld.now(world.answers.find(name)).orElseThrow(), StandardCharsets.ISO_8859_1);
        assertThat(kept).doesNotContain("answer").doesNotContain(new String(fingerprint, StandardCharsets.ISO_8859_1));
    }

    private Uni<Repeats.Answer<String>> append(String octets) {
        Repeats.Request request = new Repeats.Request(
                Optional.of("k"), Target.of(Operation.APPEND_MESSAGE, "alice@example.org"), new byte[0]);
        return world.repeats
                .append(
                        owner,
                        request,
                        new Text("json"),
                        () -> world.messages.open(owner, "alice@example.org", EveryCall.inbox()),
                        view -> view.stored().id().toString())
                .flatMap(append -> append.pour(Multi.createFrom()
                        .iterable(List.of(octets.split("(?<=\n)")))
                        .map(line -> line.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void a_streamed_message_is_appended_once_and_compared_by_its_octets() {
        new EveryCall(world);
        String message = "Subject: once\n\nHello\n";
        Repeats.Answer<String> first = ApiWorld.now(append(message));
        Repeats.Answer<String> again = ApiWorld.now(append(message));
        assertThat(again).isEqualTo(new Repeats.Answer<>(first.value(), Novelty.REPLAYED));
        assertThat(ApiWorld.refusal(append(message + "more\n")).code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(ApiWorld.now(world.messages.list(owner, "alice@example.org", EveryCall.everything()))
                        .items())
                .hasSize(2);
    }
}
