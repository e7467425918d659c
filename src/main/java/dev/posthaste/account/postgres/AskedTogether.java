package dev.posthaste.account.postgres;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts many questions in one statement: what is asked while a statement is on its way goes into the next. There is no timer,
 * so that a lone question waits for nothing, and nothing is remembered: each is put to the database after it was asked.
 */
final class AskedTogether<Q, A> {

    /** Questions of one statement: more make it no cheaper for each. */
    static final int MAX = 128;

    private final Function<List<Q>, Uni<Map<Q, A>>> statement;
    private final Queue<Waiting<Q, A>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asking = new AtomicBoolean();

    /** The statement gets distinct questions, and answers all of them. */
    AskedTogether(Function<List<Q>, Uni<Map<Q, A>>> statement) {
        this.statement = statement;
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
        List<Q> questions = together.stream().map(Waiting::question).distinct().toList();
        statement
                .apply(questions)
                .subscribe()
                .with(answers -> answer(together, answers), failure -> fail(together, failure));
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

    private void fail(List<Waiting<Q, A>> together, Throwable failure) {
        askNext();
        together.forEach(one -> one.answer().fail(failure));
    }
}
