package dev.posthaste.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.listener.Protection;
import dev.posthaste.pop3.wire.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An extension is one declaration: its capability and its command. */
class ExtensionsTest {

    private static final Extension TOY =
            new Extension("XTOY", State.Transaction.class::isInstance, Map.of("XCOUNT", new Extension.Verb() {
                @Override
                public Step on(State.Transaction state, String argument) {
                    return Step.say(state, new Response.Ok(argument + " " + state.count()));
                }
            }));

    @Test
    void it_is_announced_and_its_command_taken_in_its_states() throws Exception {
        try (Port port = new Port(Protection.CLEAR_PERMITTED, Port.LIMITS, Extensions.ALL.with(TOY));
                Client client = port.client()) {
            client.expectStart("+OK ").send("CAPA\r\nxcount now\r\n");
            client.expectStart("+OK ");
            String before = new String(client.body(), StandardCharsets.US_ASCII);
            assertThat(before).contains("STLS").doesNotContain("XTOY");
            client.expect("-ERR This command needs a login");
            client.send("USER mrose\r\nPASS tanstaaf\r\nCAPA\r\nXCOUNT now\r\nXOTHER\r\n");
            client.expectStart("+OK ").expectStart("+OK ").expectStart("+OK ");
            String after = new String(client.body(), StandardCharsets.US_ASCII);
            assertThat(after).endsWith("XTOY\r\n").doesNotContain("STLS");
            client.expect("+OK now 0").expect("-ERR Unknown command");
        }
    }

    @Test
    void two_cannot_have_the_same_command() {
        assertThatThrownBy(() -> Extensions.ALL.with(TOY).with(TOY)).isInstanceOf(IllegalArgumentException.class);
    }
}
