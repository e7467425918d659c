package dev.posthaste.api.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.api.ApiWorld;
import dev.posthaste.api.EveryCall;
import dev.posthaste.api.Shapes.Mailbox;
import dev.posthaste.intake.Labels;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The author is answered in one way: by the request that sends, and whenever the email is read again. */
class AuthorTest {

    private static final int NAMES = 200;

    private final ApiWorld world = new ApiWorld();

    @BeforeEach
    void a_domain_with_an_account() {
        ApiWorld.now(world.domains.create(world.owner(), "example.org"));
        ApiWorld.now(world.accounts.create(world.owner(), EveryCall.account("alice@example.org")));
    }

    @Test
    void a_name_with_a_comma_is_a_name() {
        assertSame("Doe, John");
    }

    @Test
    void any_name_is_answered_alike_by_post_and_get() {
        Random chance = new Random(5322);
        for (int i = 0; i < NAMES; i++) {
            assertSame(Fuzz.text(
                            chance,
                            8,
                            "Doe",
                            ", ",
                            "John",
                            "\"",
                            "\\",
                            "<",
                            ">",
                            "@",
                            "(",
                            ")",
                            ";",
                            ":",
                            " ",
                            "ü",
                            "=?utf-8?q?x?=",
                            "a@b.test",
                            "<x@y.test>")
                    .strip());
        }
    }

    private void assertSame(String name) {
        EmailCalls.Sent sent = ApiWorld.now(world.emails.send(world.owner(), from(name), EveryCall.ORIGIN));
        Mailbox answered = EmailShapes.Email.of(sent.email()).from();
        Mailbox read = EmailShapes.Email.of(ApiWorld.now(
                        world.emails.get(world.owner(), sent.email().id().toString())))
                .from();
        assertThat(answered).as(name).isEqualTo(new Mailbox("alice@example.org", name));
        assertThat(read).as(name).isEqualTo(answered);
    }

    private static EmailDraft from(String name) {
        return new EmailDraft(
                new EmailDraft.Addressees(
                        Optional.of(new EmailDraft.Person("alice@example.org", name)),
                        List.of(new EmailDraft.Person("alice@example.org", "")),
                        List.of(),
                        List.of(),
                        List.of()),
                new EmailDraft.Composition("Hi", "Hello", "", List.of(), List.of()),
                Optional.empty(),
                Labels.NONE,
                Optional.empty());
    }
}
