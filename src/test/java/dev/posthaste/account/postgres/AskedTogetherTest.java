package dev.posthaste.account.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskedTogetherTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final List<List<String>> asked = new ArrayList<>();
    private final List<UniEmitter<? super Map<String, Integer>>> open = new ArrayList<>();
    private final AskedTogether<String, Integer> lengths = new AskedTogether<>(this::later, LONG);

    @Test
    void a_lone_question_goes_at_once_and_what_comes_meanwhile_goes_together_each_question_once() {
        CompletableFuture<Integer> first = ask(lengths, "a");
        CompletableFuture<Integer> second = ask(lengths, "bb");
        CompletableFuture<Integer> third = ask(lengths, "ccc");
        CompletableFuture<Integer> again = ask(lengths, "bb");
        assertThat(asked).containsExactly(List.of("a"));

        answer(0);
        assertThat(asked).containsExactly(List.of("a"), List.of("bb", "ccc"));
        answer(1);

        assertThat(List.of(first.join(), second.join(), third.join(), again.join()))
                .containsExactly(1, 2, 3, 2);
        ask(lengths, "dddd");
        assertThat(asked).endsWith(List.of("dddd"));
    }

    @Test
    void no_statement_has_more_questions_than_the_limit() {
        ask(lengths, "first");
        IntStream.range(0, AskedTogether.MAX + 1).forEach(n -> ask(lengths, "question " + n));
        answer(0);
        answer(1);

        assertThat(asked).extracting(List::size).containsExactly(1, AskedTogether.MAX, 1);
    }

    @Test
    void what_the_database_refuses_fails_alone() throws Exception {
        AskedTogether<String, Integer> choosy = new AskedTogether<>(this::choosy, LONG);
        CompletableFuture<Integer> first = ask(choosy, "wait");
        CompletableFuture<Integer> good = ask(choosy, "good");
        CompletableFuture<Integer> bad = ask(choosy, "bad");
        CompletableFuture<Integer> fine = ask(choosy, "fine");

        answer(0);

        assertThat(List.of(first.join(), good.join(), fine.join())).containsExactly(4, 4, 4);
        assertThat(causeOf(bad)).isInstanceOf(PgException.class);
        assertThat(ask(choosy, "later").join()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"57014", "53300", "57P01", "53200"})
    void what_is_no_refusal_of_one_question_is_asked_no_second_time(String state) throws Exception {
        CompletableFuture<Integer> first = ask(lengths, "a");
        CompletableFuture<Integer> second = ask(lengths, "bb");
        CompletableFuture<Integer> third = ask(lengths, "ccc");
        answer(0);
        open.get(1).fail(new PgException("not now", "FATAL", state, ""));

        assertThat(first.join()).isEqualTo(1);
        assertThat(causeOf(second)).isInstanceOf(PgException.class);
        assertThat(causeOf(third)).isInstanceOf(PgException.class);
        assertThat(asked).containsExactly(List.of("a"), List.of("bb", "ccc"));
        ask(lengths, "dddd");
        assertThat(asked).endsWith(List.of("dddd"));
    }

    @Test
    void when_the_database_is_lost_among_questions_asked_alone_the_rest_are_told_at_once() throws Exception {
        CompletableFuture<Integer> first = ask(lengths, "wait");
        List<CompletableFuture<Integer>> others = Stream.of("a", "bb", "ccc", "dddd")
                .map(question -> ask(lengths, question))
                .toList();
        answer(0);
        open.get(1).fail(new PgException("invalid byte sequence", "ERROR", "22021", ""));
        answer(2);
        open.get(3).fail(ClosedConnectionException.INSTANCE);

        assertThat(first.join()).isEqualTo(4);
        assertThat(others.getFirst().join()).isEqualTo(1);
        for (CompletableFuture<Integer> lost : others.subList(1, others.size())) {
            assertThat(causeOf(lost)).isInstanceOf(ClosedConnectionException.class);
        }
        assertThat(asked)
                .containsExactly(List.of("wait"), List.of("a", "bb", "ccc", "dddd"), List.of("a"), List.of("bb"));
        ask(lengths, "next");
        assertThat(asked).endsWith(List.of("next"));
    }

    @Test
    void when_the_connection_is_lost_all_are_told_and_the_next_are_asked() throws Exception {
        CompletableFuture<Integer> first = ask(lengths, "a");
        CompletableFuture<Integer> second = ask(lengths, "bb");
        open.get(0).fail(new IllegalStateException("lost"));
        open.get(1).fail(new IllegalStateException("lost again"));

        assertThat(causeOf(first)).hasMessage("lost");
        assertThat(causeOf(second)).hasMessage("lost again");
        CompletableFuture<Integer> third = ask(lengths, "ccc");
        answer(2);
        assertThat(third.join()).isEqualTo(3);
    }

    @Test
    void a_statement_that_is_never_answered_or_cannot_be_made_holds_nobody_up() throws Exception {
        AskedTogether<String, Integer> silent = new AskedTogether<>(
                questions -> questions.contains("void") ? Uni.createFrom().nothing() : now(questions),
                Duration.ofMillis(20));
        assertThat(causeOf(ask(silent, "void"))).hasMessageContaining("no answer to a look-up");
        assertThat(ask(silent, "a").get(10, TimeUnit.SECONDS)).isEqualTo(1);

        AskedTogether<String, Integer> broken = new AskedTogether<>(
                questions -> {
                    if (questions.contains("void")) {
                        throw new IllegalStateException("a bug");
                    }
                    return now(questions);
                },
                LONG);
        assertThat(causeOf(ask(broken, "void"))).hasMessage("a bug");
        assertThat(ask(broken, "a").join()).isEqualTo(1);
    }

    private static CompletableFuture<Integer> ask(AskedTogether<String, Integer> together, String question) {
        return together.ask(question).subscribeAsCompletionStage();
    }

    private static Throwable causeOf(CompletableFuture<Integer> answer) throws Exception {
        try {
            return new AssertionError("answered " + answer.get(10, TimeUnit.SECONDS));
        } catch (ExecutionException failure) {
            return failure.getCause();
        }
    }

    private Uni<Map<String, Integer>> later(List<String> questions) {
        asked.add(questions);
        return Uni.createFrom().emitter(open::add);
    }

    private Uni<Map<String, Integer>> choosy(List<String> questions) {
        if (questions.contains("wait")) {
            return later(questions);
        }
        return questions.contains("bad")
                ? Uni.createFrom().failure(new PgException("invalid byte sequence", "ERROR", "22021", ""))
                : now(questions);
    }

    private void answer(int statement) {
        open.get(statement).complete(lengthsOf(asked.get(statement)));
    }

    private static Uni<Map<String, Integer>> now(List<String> questions) {
        return Uni.createFrom().item(lengthsOf(questions));
    }

    private static Map<String, Integer> lengthsOf(List<String> questions) {
        return questions.stream().collect(Collectors.toMap(Function.identity(), String::length));
    }
}
