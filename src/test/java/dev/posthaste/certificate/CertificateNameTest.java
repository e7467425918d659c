package dev.posthaste.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.posthaste.address.AddressSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"mail.example.org", "*.example.org", "xn--bcher-kva.example"})
    void what_is_parsed_is_printed_again(String text) throws Exception {
        assertThat(CertificateName.parse(text)).hasToString(text);
    }

    @Test
    void case_does_not_matter() throws Exception {
        assertThat(CertificateName.parse("*.Example.ORG")).isEqualTo(CertificateName.parse("*.example.org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "*.", "*.*.example", "f*.example.org", "mail.*.org", "a b.example"})
    void an_asterisk_is_the_whole_first_label_or_nothing(String text) {
        assertThatExceptionOfType(AddressSyntaxException.class).isThrownBy(() -> CertificateName.parse(text));
    }
}
