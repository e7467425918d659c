package dev.posthaste.pop3.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseTest {

    @Test
    void a_response_is_one_line() {
        assertThat(text(new Response.Ok("2 320"))).isEqualTo("+OK 2 320\r\n");
        assertThat(text(new Response.Err("no such message"))).isEqualTo("-ERR no such message\r\n");
        assertThat(text(new Response.Continue())).isEqualTo("+ \r\n");
    }

    @Test
    void an_error_may_bear_a_code_for_programs() {
        assertThat(text(new Response.Err(Response.Code.IN_USE, "busy"))).isEqualTo("-ERR [IN-USE] busy\r\n");
        assertThat(text(new Response.Err(Response.Code.SYS_TEMP, "later"))).isEqualTo("-ERR [SYS/TEMP] later\r\n");
        assertThat(text(new Response.Err(Response.Code.AUTH, "wrong"))).isEqualTo("-ERR [AUTH] wrong\r\n");
    }

    @Test
    void text_cannot_forge_a_second_line_a_code_or_more_than_512_octets() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Response.Ok("a\r\n+OK b"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Response.Ok("ü"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Response.Err("[IN-USE] x"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Response.Ok("x".repeat(507)));
        assertThat(new Response.Ok("x".repeat(506)).octets()).hasSize(Response.MAX_OCTETS);
    }

    private static String text(Response response) {
        return new String(response.octets(), StandardCharsets.US_ASCII);
    }
}
