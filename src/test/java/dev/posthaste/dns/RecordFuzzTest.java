package dev.posthaste.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.address.DomainName;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/** Records as hostile zones contain them, and answers with damaged octets. */
class RecordFuzzTest {

    @Test
    void an_mx_record_of_any_octets_names_a_host_or_nothing() {
        Fuzz.cases(1035, chance -> {
            byte[] wire = new byte[2 + chance.nextInt(20)];
            chance.nextBytes(wire);
            wire[0] = (byte) (wire.length - 2);
            wire[wire.length - 1] = 0;
            Name name = new Name(wire);
            Optional<MailExchanger> found = DnsJavaResolver.exchanger(new MXRecord(Name.root, DClass.IN, 60, 10, name));
            found.ifPresent(exchanger -> {
                if (exchanger instanceof MailExchanger.Host(int preference, DomainName host)) {
                    assertThat(DomainName.of(host.ascii())).isEqualTo(host);
                }
            });
        });
    }

    @Test
    void a_damaged_answer_is_records_or_a_checked_failure() throws IOException {
        Message answer = new Message(7);
        Name name = Name.fromString("a.test.");
        answer.addRecord(new MXRecord(name, DClass.IN, 60, 10, Name.fromString("mx.a.test.")), Section.ANSWER);
        answer.addRecord(new TXTRecord(name, DClass.IN, 60, "v=spf1 -all"), Section.ANSWER);
        byte[] right = answer.toWire();
        Fuzz.cases(1036, chance -> {
            try {
                for (Record record : new Message(Fuzz.damaged(chance, right)).getSection(Section.ANSWER)) {
                    DnsJavaResolver.exchanger(record)
                            .ifPresent(host -> assertThat(host).isNotNull());
                }
            } catch (IOException refused) {
                assertThat(refused).isNotNull();
            }
        });
    }
}
