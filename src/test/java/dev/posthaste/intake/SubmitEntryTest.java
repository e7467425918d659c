package dev.posthaste.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.account.Destination;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubmitEntryTest {

    private static final Acceptance.Transport ANY = Acceptance.Transport.ANY;
    private static final Acceptance.Transport UTF8 = Acceptance.Transport.UTF8;
    private static final ReversePath ASCII_SENDER = ReversePath.of(EmailAddress.of("a@a.test"));

    @Test
    void a_utf8_header_that_was_announced_needs_a_host_with_smtputf8() {
        assertThat(transport(UTF8, "Subject: gr\u00FC\u00DFe", "far@remote.test"))
                .isEqualTo(UTF8);
    }

    @Test
    void an_ascii_header_needs_nothing_although_the_client_announced_more() {
        assertThat(transport(UTF8, "Subject: hello", "far@remote.test")).isEqualTo(ANY);
    }

    @Test
    void raw_octets_that_nobody_announced_go_as_they_came() {
        assertThat(transport(ANY, "Subject: gr\u00FC\u00DFe", "far@remote.test"))
                .isEqualTo(ANY);
    }

    @Test
    void one_blind_recipient_with_a_utf8_address_takes_no_host_from_the_others() {
        assertThat(transport(ANY, "Subject: hello", "far@remote.test", "\u00FC@remote.test"))
                .isEqualTo(ANY);
    }

    @Test
    void a_utf8_address_that_stands_in_the_header_needs_a_host_with_smtputf8() {
        assertThat(transport(ANY, "To: \u00FC@remote.test", "\u00FC@remote.test"))
                .isEqualTo(UTF8);
    }

    @Test
    void a_utf8_reverse_path_needs_a_host_with_smtputf8() {
        ReversePath sender = ReversePath.of(EmailAddress.of("\u00FC@a.test"));
        assertThat(SubmitEntry.transport(ANY, sender, recipients("far@remote.test"), octets("Subject: hello")))
                .isEqualTo(UTF8);
    }

    private static Acceptance.Transport transport(Acceptance.Transport asked, String header, String... to) {
        return SubmitEntry.transport(asked, ASCII_SENDER, recipients(to), octets(header));
    }

    private static List<Recipient> recipients(String... addresses) {
        return Arrays.stream(addresses)
                .map(address -> new Recipient(EmailAddress.of(address), Recipient.Role.TO, new Destination.Elsewhere()))
                .toList();
    }

    private static byte[] octets(String header) {
        return (header + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
