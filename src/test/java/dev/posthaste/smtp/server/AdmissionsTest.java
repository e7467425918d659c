package dev.posthaste.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdmissionsTest {

    private static final Limits NARROW =
            new Limits(3, 2, 1, 1, 1, 1, Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ZERO);

    @Test
    void one_address_has_its_share_and_all_have_theirs() {
        Admissions admissions = new Admissions(NARROW);
        assertThat(admissions.enter("192.0.2.1")).isEmpty();
        assertThat(admissions.enter("192.0.2.1")).isEmpty();
        assertThat(admissions.enter("192.0.2.1")).contains(Replies.TOO_MANY_OF_YOU);
        assertThat(admissions.enter("192.0.2.2")).isEmpty();
        assertThat(admissions.enter("192.0.2.3")).contains(Replies.TOO_MANY_OF_ALL);
        assertThat(admissions.count()).isEqualTo(3);
    }

    @Test
    void who_leaves_makes_room() {
        Admissions admissions = new Admissions(NARROW);
        admissions.enter("192.0.2.1");
        admissions.enter("192.0.2.1");
        admissions.leave("192.0.2.1");
        assertThat(admissions.enter("192.0.2.1")).isEmpty();
        admissions.leave("192.0.2.1");
        admissions.leave("192.0.2.1");
        assertThat(admissions.count()).isZero();
    }
}
