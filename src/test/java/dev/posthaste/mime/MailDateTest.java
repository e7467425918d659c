package dev.posthaste.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MailDateTest {

    private static void reads(String written, String iso) {
        assertThat(MailDate.parse(written)).as(written).contains(OffsetDateTime.parse(iso));
    }

    @Test
    void the_examples_of_rfc_5322_are_read() {
        reads("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00");
        reads("Tue, 1 Jul 2003 10:52:37 +0200", "2003-07-01T10:52:37+02:00");
        reads(
                "Thu,      13        Feb          1969      23:32               -0330 (Newfoundland Time)",
                "1969-02-13T23:32:00-03:30");
        reads("21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06Z");
        reads("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T09:55:06-06:00");
    }

    @Test
    void obsolete_years_and_zones_are_read() {
        reads("1 Jan 49 00:00 UT", "2049-01-01T00:00:00Z");
        reads("1 Jan 50 00:00 EST", "1950-01-01T00:00:00-05:00");
        reads("1 Jan 103 00:00 PDT", "2003-01-01T00:00:00-07:00");
        reads("1 Jan 2003 00:00 A", "2003-01-01T00:00:00Z");
        reads("1 Jan 2003 00:00:60 CET", "2003-01-01T00:00:59Z");
        reads("1 Jan 2003 00:00", "2003-01-01T00:00:00Z");
    }

    @Test
    void what_other_programs_write_is_read() {
        reads("Fri Nov 21 09:55:06 1997", "1997-11-21T09:55:06Z");
        reads("Fri, 21-Nov-1997 09:55:06-0600", "1997-11-21T09:55:06-06:00");
        reads("Friday, 21 November 1997 9:55:06 +0000 (UTC)", "1997-11-21T09:55:06Z");
    }

    @Test
    void what_is_no_date_is_none() {
        for (String text : new String[] {
            "",
            " ",
            "yesterday",
            "32 Jan 2003 00:00",
            "1 Foo 2003 00:00",
            "1 Jan 2003 25:00",
            "1 Jan 2003 xx",
            "(",
            "1 Jan 20033 00:00",
            "1 Jan 2003 00:00 +9999",
            "1 Jan 99999999999999 00:00",
            ",,,,",
            "1 Jan 2003 :"
        }) {
            assertThat(MailDate.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void whatever_is_printed_is_read_back_equal() {
        Random random = new Random(822);
        for (int i = 0; i < Fuzz.CASES; i++) {
            OffsetDateTime moment = Instant.ofEpochSecond(random.nextLong(0, 7_258_118_400L))
                    .atOffset(ZoneOffset.ofTotalSeconds(random.nextInt(-17 * 60, 17 * 60) * 60));
            assertThat(MailDate.parse(MailDate.print(moment))).contains(moment);
        }
        assertThat(MailDate.print(OffsetDateTime.parse("1969-02-13T23:32:00-03:30")))
                .isEqualTo("Thu, 13 Feb 1969 23:32:00 -0330");
    }
}
