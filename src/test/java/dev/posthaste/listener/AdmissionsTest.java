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
