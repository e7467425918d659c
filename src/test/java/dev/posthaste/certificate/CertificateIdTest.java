package dev.posthaste.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class CertificateIdTest {

    @Test
    void what_is_printed_is_parsed_again_and_nothing_else() {
        CertificateId id = new CertificateId(UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057"));

        assertThat(CertificateId.parse(id.toString())).hasValue(id);
        assertThat(id.toString()).startsWith("crt_");
        assertThat(CertificateId.parse("dom" + id.toString().substring(3))).isEmpty();
    }
}
