package dev.posthaste.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.id.EmailId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PageTokenTest {

    @Test
    void a_token_is_read_as_it_was_made_and_by_its_own_list_alone() {
        Fuzz.cases(158, chance -> {
            EmailId id = new EmailId(new UUID(chance.nextLong(), chance.nextLong()));
            PageToken token = new PageToken(1, PageToken.next("emails", id.toString()));
            assertThat(token.after("emails", EmailId::parse)).contains(id);
            assertThat(refused(token, "accounts")).isTrue();
        });
    }

    @Test
    void any_text_is_a_token_of_the_list_or_refused() {
        Fuzz.cases(159, chance -> {
            String made = PageToken.next("emails", new EmailId(new UUID(0, chance.nextLong())).toString());
            String damaged =
                    new String(Fuzz.damaged(chance, made.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
            String text = chance.nextBoolean()
                    ? damaged
                    : Fuzz.text(
                            chance,
                            9,
                            "ZW1haWxzOg",
                            "=",
                            "-",
                            "_",
                            "+",
                            "/",
                            "\u00E4",
                            " ",
                            "\0",
                            "em_",
                            "x".repeat(90));
            if (!text.isEmpty() && !refused(new PageToken(1, text), "emails")) {
                assertThat(text.length()).isBetween(made.length() - 1, made.length() + 2);
            }
        });
    }

    private static boolean refused(PageToken token, String list) {
        try {
            return token.after(list, EmailId::parse).isEmpty();
        } catch (ApiException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PAGE_TOKEN);
            return true;
        }
    }
}
