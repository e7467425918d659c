package dev.posthaste.listener;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdmissionsTest {

    private final Admissions admissions = new Admissions(3, 2);

    @Test
    void one_address_has_its_share_and_all_have_theirs() {
        assertThat(admissions.enter("192.0.2.1")).isEmpty();
        assertThat(admissions.enter("192.0.2.1")).isEmpty();
        assertThat(admissions.enter("192.0.2.1")).contains(Refusal.TOO_MANY_OF_ADDRESS);
        assertThat(admissions.enter("192.0.2.2")).isEmpty();
        assertThat(admissions.enter("192.0.2.3")).contains(Refusal.TOO_MANY_OF_ALL);
        assertThat(admissions.count()).isEqualTo(3);
    }

    @Test
    void an_ipv6_network_of_64_bits_is_one_client() {
        assertThat(admissions.enter("2001:db8:0:1::1")).isEmpty();
        assertThat(admissions.enter("2001:db8:0:1:ffff::2%eth0")).isEmpty();
        assertThat(admissions.enter("2001:db8:0:1::3")).contains(Refusal.TOO_MANY_OF_ADDRESS);
        assertThat(admissions.enter("2001:db8:0:2::1")).isEmpty();
        admissions.leave("2001:db8:0:1:ffff::2%eth0");
        assertThat(admissions.enter("2001:db8:0:1::3")).isEmpty();
    }

    @Test
    void an_ipv4_address_is_one_client_however_it_is_written() {
        assertThat(ClientNetwork.of("::ffff:192.0.2.1")).isEqualTo(ClientNetwork.of("192.0.2.1"));
        assertThat(ClientNetwork.of("192.0.2.1")).isNotEqualTo(ClientNetwork.of("192.0.2.2"));
        assertThat(ClientNetwork.of("192.0.2.1").text()).isEqualTo("192.0.2.1");
        assertThat(ClientNetwork.of("2001:DB8::1").text()).isEqualTo("20010db800000000/64");
        assertThat(ClientNetwork.of("no address").text()).isEqualTo("no address");
    }

    @Test
    void who_leaves_makes_room() {
        admissions.enter("192.0.2.1");
        admissions.enter("192.0.2.1");
        admissions.leave("192.0.2.1");
        assertThat(admissions.enter("192.0.2.1")).isEmpty();
        admissions.leave("192.0.2.1");
        admissions.leave("192.0.2.1");
        assertThat(admissions.count()).isZero();
    }
}
