package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever an operator writes into a variable is a configuration, or refused in words that repeat no secret. */
class SettingsFuzzTest {

    private static final String[] NAMES = {
        "MODE",
        "HOSTNAME",
        "DATA_DIR",
        "DATABASE_URL",
        "REDIS_URL",
        "BLOB_URL",
        "ROLES",
        "BIND",
        "MX_PORT",
        "IMAP_PORT",
        "DNS_SERVERS",
        "DNS_TRUST_ANCHOR",
        "RELAY_PORT",
        "RELAY_ROUTES",
        "MESSAGE_SIZE_MAX",
        "ADMIN_KEY",
        "MASTER_KEY"
    };

    /** Those that may hold a password or a key. */
    private static final Set<String> SECRETIVE =
            Set.of("DATABASE_URL", "REDIS_URL", "RELAY_ROUTES", "ADMIN_KEY", "MASTER_KEY");

    private static final String[] PIECES = {
        "production",
        "local",
        "a.test",
        "postgresql://",
        "redis://",
        "s3://",
        "file:///",
        "u",
        "@",
        "host",
        ":",
        "5432",
        "/",
        "db",
        "?",
        "endpoint=",
        ",",
        "mx",
        "all",
        "25",
        "65536",
        "-1",
        "50MiB",
        " ",
        "[",
        "::1",
        "]",
        "*",
        "=",
        "%",
        "%41",
        "%zz",
        "\u00E4",
        "\0",
        "9999999999",
        "GiB",
        "#",
        "\\"
    };

    @Test
    void any_texts_are_a_configuration_or_refused_in_words_that_repeat_no_secret() {
        Fuzz.cases(12, chance -> {
            try {
                Configuration configuration =
                        new ConfigurationReader(new Settings(environment(chance), new Properties())).read();
                assertThat(configuration.toString()).doesNotContain("hush");
            } catch (StartException refused) {
                assertThat(refused.getMessage()).contains("POSTHASTE_").doesNotContain("hush");
            }
        });
    }

    @Test
    void a_host_and_its_port_are_read_as_they_were_written() {
        Fuzz.cases(3986, chance -> {
            String text = Fuzz.text(
                    chance,
                    6,
                    "a",
                    ".",
                    "-",
                    "_",
                    ":",
                    "25",
                    "0",
                    "65536",
                    "[",
                    "]",
                    "::1",
                    "10.0.0.1",
                    " ",
                    "\u00E4",
                    "\u0661");
            try {
                HostPort one = HostPort.parse(text, 25);
                String host = one.host().contains(":") ? "[" + one.host() + "]" : one.host();
                assertThat(HostPort.parse(host + ":" + one.port(), 1)).isEqualTo(one);
                assertThat(one.port()).isBetween(0, HostPort.MAX_PORT);
            } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        });
    }

    private static Map<String, String> environment(Random chance) {
        Map<String, String> environment = new HashMap<>(Map.of("POSTHASTE_MODE", "local"));
        for (int i = chance.nextInt(1, 5); i > 0; i--) {
            String name = Fuzz.oneOf(chance, NAMES);
            String text = Fuzz.text(chance, 9, PIECES);
            environment.put("POSTHASTE_" + name, SECRETIVE.contains(name) ? text.replace("u", "u:hush") : text);
        }
        return environment;
    }
}
