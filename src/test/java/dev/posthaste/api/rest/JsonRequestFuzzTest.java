package dev.posthaste.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthaste.Fuzz;
import dev.posthaste.api.ApiLimits;
import dev.posthaste.api.email.EmailCalls;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The JSON of requests, strictly read. */
class JsonRequestFuzzTest {

    private static final String RIGHT = """
            {"from": "a@a.test", "to": ["b@b.test", {"address": "c@c.test", "name": "C"}], "subject": "s", "text": "t",
             "headers": [{"name": "X-A", "value": "b"}], "tags": ["x"], "attachments":
             [{"filename": "f", "content_type": "text/plain", "content": "YQ=="}]}""";

    private final ObjectMapper mapper = mapper();

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.findAndRegisterModules();
        new JsonForm(new ApiLimits(1 << 20)).customize(mapper);
        return mapper;
    }

    @Test
    void any_json_is_a_request_or_refused_in_the_checked_way() {
        int[] read = new int[1];
        Fuzz.cases(8259, chance -> {
            String text = chance.nextBoolean()
                    ? new String(Fuzz.damaged(chance, RIGHT.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8)
                    : Fuzz.text(
                            chance,
                            14,
                            "{",
                            "}",
                            "[",
                            "]",
                            ":",
                            ",",
                            "\"from\"",
                            "\"to\"",
                            "\"a@a.test\"",
                            "null",
                            "1",
                            "1e999",
                            "true",
                            "\"\\ud800\"",
                            "\"\\u0000\"",
                            "\"text\"",
                            "\"",
                            "\\",
                            "{\"from\":".repeat(40),
                            " ");
            try {
                Object request = mapper.readValue(text, EmailCalls.SEND_EMAIL.request());
                read[0] += request == null ? 0 : 1;
            } catch (JsonProcessingException refused) {
                assertThat(refused.getOriginalMessage()).isNotBlank();
            }
        });
        assertThat(read[0]).isGreaterThan(Fuzz.CASES / 20);
    }
}
