package dev.posthaste.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsServersTest {

    @Test
    void servers_are_read_with_and_without_a_port() {
        assertThat(DnsServers.parse("127.0.0.1:5353, 192.0.2.1,[::1]:54,[2001:db8::1]")
                        .addresses())
                .hasToString("[/127.0.0.1:5353, /192.0.2.1:53, /[0:0:0:0:0:0:0:1]:54, /[2001:db8:0:0:0:0:0:1]:53]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:0", "127.0.0.1:65536", ":53", "[]:53"})
    void what_is_no_server_is_refused(String setting) {
        assertThatThrownBy(() -> DnsServers.parse(setting)).isInstanceOf(IllegalArgumentException.class);
    }
}
