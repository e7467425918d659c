package dev.posthaste.dnszone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.posthaste.address.DomainName;
import dev.posthaste.dnszone.DnsRecords.DkimRecord;
import dev.posthaste.dnszone.ZoneRecord.Data;
import dev.posthaste.dnszone.ZoneRecord.Purpose;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

class DnsRecordsTest {

    private static final DomainName DOMAIN = DomainName.of("bücher.example");
    private static final DomainName SERVER = DomainName.of("mx.posthaste.example");
    private static final DkimRecord ED25519 = new DkimRecord(
            DomainName.of("s1"), "v=DKIM1; h=sha256; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    private static final DkimRecord RSA =
            new DkimRecord(DomainName.of("s2"), "v=DKIM1; h=sha256; k=rsa; p=" + "A".repeat(392));

    @Test
    void a_domain_publishes_mx_spf_dkim_and_dmarc() {
        List<String> lines = DnsRecords.forDomain(DOMAIN, SERVER, List.of(ED25519)).stream()
                .map(ZoneRecord::zoneLine)
                .toList();

        assertThat(lines)
                .containsExactly(
                        "xn--bcher-kva.example. 3600 IN MX 10 mx.posthaste.example.",
                        "xn--bcher-kva.example. 3600 IN TXT \"v=spf1 mx -all\"",
                        "s1._domainkey.xn--bcher-kva.example. 3600 IN TXT \"" + ED25519.text() + "\"",
                        "_dmarc.xn--bcher-kva.example. 3600 IN TXT \"v=DMARC1; p=quarantine\"");
    }

    @Test
    void every_selector_has_its_record() {
        List<ZoneRecord> records = DnsRecords.forDomain(DOMAIN, SERVER, List.of(ED25519, RSA));

        assertThat(records)
                .filteredOn(record -> record.purpose() == Purpose.DKIM)
                .extracting(record -> record.name().ascii())
                .containsExactly("s1._domainkey.xn--bcher-kva.example", "s2._domainkey.xn--bcher-kva.example");
        assertThat(records).extracting(ZoneRecord::type).containsExactly("MX", "TXT", "TXT", "TXT", "TXT");
    }

    @Test
    void a_form_takes_text_in_one_piece_and_a_zone_file_in_strings_of_255_octets() {
        ZoneRecord record = DnsRecords.forDomain(DOMAIN, SERVER, List.of(RSA)).get(2);

        assertThat(record.value()).isEqualTo(RSA.text());
        assertThat(record.zoneLine())
                .endsWith(" IN TXT \"" + RSA.text().substring(0, 255) + "\" \""
                        + RSA.text().substring(255) + "\"");
    }

    @Test
    void a_text_at_the_edge_is_not_followed_by_an_empty_string() {
        assertThat(txt("a".repeat(255)).zoneLine()).endsWith(" TXT \"" + "a".repeat(255) + "\"");
        assertThat(txt("a".repeat(256)).zoneLine()).endsWith("a\" \"a\"");
        assertThat(txt("").zoneLine()).endsWith(" TXT \"\"");
    }

    @Test
    void quotes_and_backslashes_are_escaped() {
        assertThat(txt("a\"b\\c").zoneLine()).endsWith(" TXT \"a\\\"b\\\\c\"");
    }

    @Test
    void another_reader_of_zone_files_reads_the_same_record() throws Exception {
        ZoneRecord record = txt(RSA.text() + " \"quoted\" \\");
        String line = record.zoneLine();
        String data = line.substring(line.indexOf(" TXT ") + 5);

        Record read = Record.fromString(
                Name.fromString(record.name() + "."), Type.TXT, org.xbill.DNS.DClass.IN, 3600, data, Name.root);

        Message message = new Message();
        message.addRecord(read, Section.ANSWER);
        Record sent = new Message(message.toWire()).getSection(Section.ANSWER).getFirst();
        assertThat(String.join("", unescaped((TXTRecord) sent))).isEqualTo(record.value());
    }

    @Test
    void text_that_no_form_takes_is_a_bug() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Data.Txt("a\nb"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Data.Txt("ü"));
    }

    @Test
    void a_name_that_would_be_too_long_is_left_out() {
        String label = "a".repeat(62) + ".";
        DomainName longest = DomainName.of(label.repeat(4).substring(0, 250));

        assertThat(DnsRecords.forDomain(longest, SERVER, List.of(ED25519)))
                .extracting(ZoneRecord::purpose)
                .containsExactly(Purpose.RECEIVE, Purpose.SPF);
    }

    private static List<String> unescaped(TXTRecord record) {
        return record.getStringsAsByteArrays().stream()
                .map(octets -> new String(octets, java.nio.charset.StandardCharsets.US_ASCII))
                .toList();
    }

    private static ZoneRecord txt(String text) {
        return new ZoneRecord(DOMAIN, new Data.Txt(text), Duration.ofHours(1), Purpose.DKIM);
    }
}
