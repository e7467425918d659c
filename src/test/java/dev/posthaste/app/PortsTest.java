package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.net.BindException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PortsTest {

    private final Ports ports = new Ports();

    @Test
    void the_port_is_the_one_that_the_listener_got() throws Exception {
        ports.open(Listener.MX, Uni.createFrom().item(4711));

        assertThat(ports.awaitAll()).isEqualTo(Map.of(Listener.MX, 4711));
        assertThat(ports.accepting()).isTrue();
    }

    @Test
    void it_does_not_accept_before_every_listener_does() {
        CompletableFuture<Integer> late = new CompletableFuture<>();
        ports.open(Listener.MX, Uni.createFrom().item(4711));
        ports.open(Listener.IMAP, Uni.createFrom().completionStage(late));

        assertThat(ports.accepting()).isFalse();
        late.complete(4712);
        assertThat(ports.accepting()).isTrue();
    }

    @Test
    void a_port_that_cannot_be_opened_is_named_with_its_variable() {
        ports.open(Listener.SUBMISSIONS, Uni.createFrom().failure(new BindException("Permission denied")));

        assertThatThrownBy(ports::awaitAll)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("submissions cannot be opened")
                .hasMessageContaining("Permission denied")
                .hasMessageContaining("POSTHASTE_SUBMISSIONS_PORT");
        assertThat(ports.accepting()).isFalse();
    }
}
