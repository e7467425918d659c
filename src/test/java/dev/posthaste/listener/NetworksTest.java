package dev.posthaste.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.Fuzz;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

    private static final String LETTERS = "0123456789./:,abf% x";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.0.0.0/8               | 10.255.3.4
            10.0.0.0/9               | 10.127.255.255
            192.0.2.7                | 192.0.2.7
            0.0.0.0/0                | 203.0.113.1
            2001:db8::/32            | 2001:db8:ffff::1
            fe80::/10                | fe80:0:0:0:0:0:0:1%eth0
            192.0.2.0/24, 10.0.0.0/8 | 10.1.1.1
            127.0.0.0/8,::1          | 0:0:0:0:0:0:0:1
            """)
    void an_address_of_a_network_is_in_it(String networks, String address) {
        assertThat(Networks.parse(networks).contains(address)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.0.0.0/8    | 11.0.0.0
            10.0.0.0/9    | 10.128.0.0
            192.0.2.7     | 192.0.2.6
            0.0.0.0/0     | ::1
            2001:db8::/32 | 2001:db9::
            127.0.0.0/8   | localhost
            127.0.0.0/8   | 127.0.0.1.example
            """)
    void any_other_is_not(String networks, String address) {
        assertThat(Networks.parse(networks).contains(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "10.0.0.0/33",
                "::/129",
                "localhost",
                "10.0.0",
                "10.0.0.0/",
                "10.0.0.256",
                "010.0.0.1",
                ":::",
                "10.0.0.0/8;::1"
            })
    void what_is_no_network_is_named_in_a_sentence(String networks) {
        assertThatThrownBy(() -> Networks.parse(networks))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'");
    }

    @Test
    void no_text_whatever_is_looked_up_or_breaks_the_parser() {
        Random random = new Random(4632);
        for (int i = 0; i < Fuzz.CASES; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            assertThatCode(() -> Networks.LOOPBACK.contains(text.toString()))
                    .as(text::toString)
                    .doesNotThrowAnyException();
            try {
                assertThat(Networks.parse(text.toString())).isNotNull();
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageStartingWith("'");
            }
        }
    }
}
