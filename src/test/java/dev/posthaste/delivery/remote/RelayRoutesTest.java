package dev.posthaste.delivery.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.Fuzz;
import dev.posthaste.address.DomainName;
import dev.posthaste.delivery.remote.RelayRoutes.Route;
import dev.posthaste.id.Secret;
import dev.posthaste.smtp.client.ConnectionPolicy.Login;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayRoutesTest {

    private static final DomainName EXAMPLE = DomainName.of("example.net");
    private static final DomainName OTHER = DomainName.of("other.test");

    @Test
    void a_destination_has_its_own_route_and_all_others_the_one_of_the_star() {
        RelayRoutes routes = RelayRoutes.parse("Example.NET=127.0.0.1:2526, *=smarthost.test:587");
        assertThat(routes.of(EXAMPLE)).contains(new Route("127.0.0.1", 2526, new Login.Anonymous()));
        assertThat(routes.of(OTHER)).contains(new Route("smarthost.test", 587, new Login.Anonymous()));
    }

    @Test
    void without_a_star_the_others_have_none() {
        assertThat(RelayRoutes.parse("example.net=[::1]:25").of(OTHER)).isEmpty();
        assertThat(RelayRoutes.parse("example.net=[::1]:25").of(EXAMPLE))
                .contains(new Route("::1", 25, new Login.Anonymous()));
        assertThat(RelayRoutes.NONE.of(EXAMPLE)).isEmpty();
    }

    @Test
    void a_route_may_have_a_login_with_any_characters() {
        RelayRoutes routes = RelayRoutes.parse("*=me%40x.test:a+b%2C%3Ac@smarthost.test:587");
        Login login = routes.of(OTHER).orElseThrow().login();
        assertThat(login).isEqualTo(new Login.Password("me@x.test", new Secret("a+b,:c")));
        assertThat(routes.of(OTHER).orElseThrow().toString()).doesNotContain("a+b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "example.net",
                "=127.0.0.1:25",
                "example.net=",
                "example.net=host",
                "example.net=:25",
                "example.net=host:",
                "example.net=host:x",
                "example.net=host:0",
                "example.net=host:65536",
                "exa mple=host:25",
                "example.net=host:25,",
                "*=hush@host:25",
                "*=:hush@host:25",
                "*=u:%hush@host:25",
                "*=u:hush,hush@host:25",
                "*=u:p,hush hush=x@host:25",
                "a.test=host:\u0662\u0665"
            })
    void what_is_no_route_is_refused_without_showing_a_password(String setting) {
        assertThatThrownBy(() -> RelayRoutes.parse(setting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hush");
    }

    @Test
    void a_password_with_a_comma_is_not_shown_where_the_comma_cuts_it() {
        String setting = new String(Fuzz.find("route-whose-password-has-a-comma.txt"), StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> RelayRoutes.parse(setting))
                .hasMessageContaining("route 1")
                .hasMessageNotContainingAny("user", "secret", "rest");
    }

    @Test
    void any_text_is_a_setting_or_refused() {
        Random random = new Random(25);
        String[] pieces = {"*", "=", "@", ":", ",", "%", "[", "]", "25", "a.test", "u", "%41", " "};
        for (int i = 0; i < Fuzz.CASES; i++) {
            StringBuilder setting = new StringBuilder();
            for (int n = random.nextInt(9); n > 0; n--) {
                setting.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThat(parsesOrIsRefused(setting.toString())).isTrue();
        }
    }

    private static boolean parsesOrIsRefused(String setting) {
        try {
            return RelayRoutes.parse(setting)
                    .of(OTHER)
                    .map(route -> route.port() > 0)
                    .orElse(true);
        } catch (IllegalArgumentException refused) {
            return true;
        }
    }
}
