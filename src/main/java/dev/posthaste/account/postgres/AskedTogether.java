package dev.posthaste.account.postgres;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts many questions in one statement: what is asked while a statement is on its way goes into the next. There is no timer,
 * so that a lone question waits for nothing, and nothing is remembered: each is put to the database after it was asked. No
 * more wait than there are sessions and requests, each of which has its own limit.
 */
final class AskedTogether<Q, A> {

    /** Questions of one statement: more make it no cheaper for each. */
    static final int MAX = 128;

    /** For a database that does not answer: nobody else's question may wait behind it for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Function<List<Q>, Uni<Map<Q, A>>> statement;
    private final Duration patience;
    private final Queue<Waiting<Q, A>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asking = new AtomicBoolean();

    /** The statement gets distinct questions, and answers all of them. */
    AskedTogether(Function<List<Q>, Uni<Map<Q, A>>> statement) {
        this(statement, PATIENCE);
    }

    AskedTogether(Function<List<Q>, Uni<Map<Q, A>>> statement, Duration patience) {
        this.statement = statement;
        this.patience = patience;
    }

    private record Waiting<Q, A>(Q question, UniEmitter<? super A> answer) {}

    /** The answer comes on the caller's context, if it has one. */
    Uni<A> ask(Q question) {
        @Nullable Context caller = Vertx.currentContext();
        Uni<A> answer = Uni.createFrom().emitter(emitter -> {
            waiting.add(new Waiting<>(question, emitter));
            begin();
        });
        return caller == null ? answer : answer.emitOn(step -> caller.runOnContext(now -> step.run()));
    }

    private void begin() {
        if (!waiting.isEmpty() && asking.compareAndSet(false, true)) {
            askNext();
        }
    }

    private void askNext() {
        List<Waiting<Q, A>> together = take();
        if (together.isEmpty()) {
            asking.set(false);
            // Somebody may have come between the last look and the line above, and have found us asking.
            begin();
            return;
        }
        answers(together).subscribe().with(answers -> answer(together, answers), failure -> fail(together, failure));
    }

    private Uni<Map<Q, A>> answers(List<Waiting<Q, A>> together) {
        List<Q> questions = together.stream().map(Waiting::question).distinct().toList();
        return Uni.createFrom()
                .deferred(() -> statement.apply(questions))
                .ifNoItem()
                .after(patience)
                .failWith(() -> new TimeoutException("no answer to a look-up within " + patience.toMillis() + " ms"));
    }

    private List<Waiting<Q, A>> take() {
        List<Waiting<Q, A>> together = new ArrayList<>();
        for (Waiting<Q, A> next = waiting.poll(); next != null; next = waiting.poll()) {
            together.add(next);
            if (together.size() == MAX) {
                break;
            }
        }
        return together;
    }

    private void answer(List<Waiting<Q, A>> together, Map<Q, A> answers) {
        askNext();
        together.forEach(one -> one.answer().complete(answers.get(one.question())));
    }

    /**
     * What the database refuses, it refuses for one question: the others are not to suffer for it. If it does not answer, or
     * refuses everything, nobody is helped by asking again.
     */
    private void fail(List<Waiting<Q, A>> together, Throwable failure) {
        if (together.size() > 1 && failure instanceof PgException && !LostStore.isBehind(failure)) {
            askAlone(together, 0);
        } else {
            askNext();
            together.forEach(one -> one.answer().fail(failure));
        }
    }

    private void askAlone(List<Waiting<Q, A>> together, int index) {
        if (index == together.size()) {
            askNext();
            return;
        }
        Waiting<Q, A> one = together.get(index);
        answers(List.of(one))
                .map(answers -> answers.get(one.question()))
                .subscribe()
                .with(
                        answer -> {
                            askAlone(together, index + 1);
                            one.answer().complete(answer);
                        },
                        failure -> failAlone(together, index, failure));
    }

    private void failAlone(List<Waiting<Q, A>> together, int index, Throwable failure) {
        if (LostStore.isBehind(failure)) {
            fail(List.copyOf(together.subList(index, together.size())), failure);
        } else {
            askAlone(together, index + 1);
            together.get(index).answer().fail(failure);
        }
    }
}
