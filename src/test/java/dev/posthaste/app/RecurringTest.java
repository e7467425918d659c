package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecurringTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void work_is_done_again_and_again_even_if_it_fails() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        Uni<Void> work = Uni.createFrom().deferred(() -> {
            twice.countDown();
            return Uni.createFrom().failure(new IllegalStateException("not now"));
        });

        new Recurring("test", Duration.ofMillis(10)).start(vertx, work);

        assertThat(twice.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void no_run_begins_before_the_last_has_ended() throws Exception {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch thrice = new CountDownLatch(3);
        Uni<Void> work = Uni.createFrom().emitter(emitter -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            vertx.setTimer(50, done -> {
                underWay.decrementAndGet();
                thrice.countDown();
                emitter.complete(null);
            });
        });

        new Recurring("test", Duration.ofMillis(5)).start(vertx, work);

        assertThat(thrice.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(1);
    }
}
