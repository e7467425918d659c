package dev.posthaste.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.smtp.wire.Grammar;
import dev.posthaste.smtp.wire.Reply;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An extension is one declaration: its line, its command and its parameter. */
class ExtensionsTest {

    private static final Reply ECHOED = Reply.of(250, "2.0.0", "Echoed");

    private static final Extension TOY = new Extension(
            offer -> Optional.of("XTOY 7").filter(line -> offer.service() == Service.MX),
            Map.of("XECHO", (state, argument) -> Step.to(state, argument.isEmpty() ? Replies.OK : ECHOED)),
            Map.of("XCOLOR", new Grammar.Parameter(value -> value.matches("red|blue"), 12)));

    private static final Extensions WITH_TOY = Extensions.ALL.with(TOY);

    @Test
    void it_is_announced_where_it_is_offered_and_nowhere_else() {
        assertThat(new Chat(Service.MX, WITH_TOY).begun().say("EHLO c.example")).endsWith("250-HELP\r\n250 XTOY 7\r\n");
        assertThat(new Chat(Service.LMTP, WITH_TOY).begun().say("LHLO c.example"))
                .doesNotContain("XTOY");
        assertThat(new Chat(Service.MX).begun().say("EHLO c.example")).doesNotContain("XTOY");
    }

    @Test
    void its_command_is_taken_in_any_case_with_its_argument() {
        Chat chat = new Chat(Service.MX, WITH_TOY).begun("EHLO c.example");
        assertThat(chat.say("xecho")).isEqualTo("250 2.0.0 OK\r\n");
        assertThat(chat.say("XECHO hello")).isEqualTo("250 2.0.0 Echoed\r\n");
        assertThat(new Chat(Service.MX).begun("EHLO c.example").say("XECHO")).startsWith("500 5.5.1 ");
    }

    @Test
    void its_parameter_of_mail_is_taken_once_with_a_value_of_its_grammar() {
        Chat chat = new Chat(Service.MX, WITH_TOY).begun("EHLO c.example");
        assertThat(chat.say("MAIL FROM:<a@example.com> XCOLOR=green")).startsWith("501 5.5.4 ");
        assertThat(chat.say("MAIL FROM:<a@example.com> XCOLOR")).startsWith("501 5.5.4 ");
        assertThat(chat.say("MAIL FROM:<a@example.com> XCOLOR=red xcolor=red")).startsWith("501 5.5.4 ");
        assertThat(chat.say("MAIL FROM:<a@example.com> xcolor=red SIZE=5")).startsWith("250 2.1.0 ");
        assertThat(new Chat(Service.MX).begun("EHLO c.example").say("MAIL FROM:<a@example.com> XCOLOR=red"))
                .startsWith("555 5.5.4 ");
    }

    @Test
    void two_cannot_have_the_same_command() {
        assertThatThrownBy(() -> WITH_TOY.with(TOY)).isInstanceOf(IllegalArgumentException.class);
    }
}
