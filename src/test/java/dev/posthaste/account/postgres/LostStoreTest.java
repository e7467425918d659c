package dev.posthaste.account.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LostStoreTest {

    @Test
    void a_connection_that_is_lost_or_refused_is_a_loss_however_deep_it_lies() {
        assertThat(LostStore.isBehind(ClosedConnectionException.INSTANCE)).isTrue();
        assertThat(LostStore.isBehind(new IllegalStateException(new RuntimeException(new ConnectException()))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection is not active now, current status: CLOSED",
                "Pending requests failed to be sent due to connection has been closed.",
                "Connection was closed",
                "Timeout waiting for connection"
            })
    void what_the_client_says_in_words_alone_is_a_loss(String words) {
        assertThat(LostStore.isBehind(new NoStackTraceThrowable(words))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "53100", "53300", "57P01", "57P03", "58030"})
    void a_database_that_stops_starts_or_is_full_is_a_loss(String state) {
        assertThat(LostStore.isBehind(refusal(state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42601", "23505", "22P02", "XX000"})
    void what_it_was_asked_wrongly_is_none(String state) {
        assertThat(LostStore.isBehind(refusal(state))).isFalse();
        assertThat(LostStore.isBehind(new IllegalStateException("a bug"))).isFalse();
    }

    @Test
    void a_circle_of_causes_ends() {
        RuntimeException first = new RuntimeException("first");
        RuntimeException second = new RuntimeException("second", first);
        first.initCause(second);
        assertThat(LostStore.isBehind(first)).isFalse();
    }

    private static PgException refusal(String state) {
        return new PgException("refused", "ERROR", state, "");
    }
}
