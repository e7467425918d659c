package dev.posthaste.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.tls.TlsLevel.Offer;
import dev.posthaste.tls.TlsLevel.Step;
import org.junit.jupiter.api.Test;

class TlsLevelTest {

    @Test
    void tls_is_taken_wherever_it_is_offered() {
        for (TlsLevel level : TlsLevel.values()) {
            assertThat(level.onOffer(Offer.OFFERED)).isEqualTo(Step.START);
        }
    }

    @Test
    void opportunistic_security_prefers_plaintext_to_no_delivery() {
        assertThat(TlsLevel.OPPORTUNISTIC.onOffer(Offer.MISSING)).isEqualTo(Step.CONTINUE);
        assertThat(TlsLevel.OPPORTUNISTIC.onRefusal()).isEqualTo(Step.CONTINUE);
        assertThat(TlsLevel.OPPORTUNISTIC.onFailedHandshake()).isEqualTo(Step.RECONNECT_IN_PLAINTEXT);
    }

    @Test
    void required_encryption_prefers_no_delivery_to_plaintext() {
        assertThat(TlsLevel.VERIFIED.onOffer(Offer.MISSING)).isEqualTo(Step.ABANDON);
        assertThat(TlsLevel.VERIFIED.onRefusal()).isEqualTo(Step.ABANDON);
        assertThat(TlsLevel.VERIFIED.onFailedHandshake()).isEqualTo(Step.ABANDON);
    }
}
