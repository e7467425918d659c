package dev.posthaste.imap.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Parses and writes IMAP dates.
 *
 * <pre>
 * date           = date-text / DQUOTE date-text DQUOTE                        ; RFC 9051 section 9
 * date-text      = date-day "-" date-month "-" date-year
 * date-time      = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE
 * date-day-fixed = (SP DIGIT) / 2DIGIT
 * time           = 2DIGIT ":" 2DIGIT ":" 2DIGIT
 * zone           = ("+" / "-") 4DIGIT
 * </pre>
 */
final class InternalDate {

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("ppd-MMM-uuuu HH:mm:ss xx", Locale.ENGLISH);

    private InternalDate() {}

    /** A date-time in UTC, without its quotes. */
    static String write(Instant time) {
        return WRITTEN.format(time.atOffset(ZoneOffset.UTC));
    }

    static LocalDate date(Cursor at) throws SyntaxFault {
        boolean quoted = at.take('"');
        int from = at.at();
        int day = digits(at, at.run(Octets::isDigit, "a day"), 1, 2);
        LocalDate date = monthAndYear(at, from, day);
        if (quoted) {
            at.expect('"');
        }
        return date;
    }

    static Instant dateTime(Cursor at) throws SyntaxFault {
        at.expect('"');
        int from = at.at();
        int width = at.take(' ') ? 1 : 2;
        int day = fixed(at, width);
        LocalDate date = monthAndYear(at, from, day);
        at.space();
        int hour = fixed(at, 2);
        at.expect(':');
        int minute = fixed(at, 2);
        at.expect(':');
        int second = fixed(at, 2);
        at.space();
        int sign = sign(at);
        int zone = fixed(at, 4);
        at.expect('"');
        try {
            ZoneOffset offset = ZoneOffset.ofHoursMinutes(sign * (zone / 100), sign * (zone % 100));
            return OffsetDateTime.of(date, LocalTime.of(hour, minute, second), offset)
                    .toInstant();
        } catch (DateTimeException noSuchTime) {
            throw new SyntaxFault(from, "a time that exists");
        }
    }

    private static LocalDate monthAndYear(Cursor at, int from, int day) throws SyntaxFault {
        at.expect('-');
        int month = MONTHS.indexOf(
                        at.run(c -> c > ' ' && c != '-' && c != '"', "a month").toUpperCase(Locale.ROOT))
                + 1;
        at.expect('-');
        int year = fixed(at, 4);
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException noSuchDay) {
            throw new SyntaxFault(from, "a day that exists");
        }
    }

    private static int sign(Cursor at) throws SyntaxFault {
        if (at.take('+')) {
            return 1;
        }
        at.expect('-');
        return -1;
    }

    private static int fixed(Cursor at, int width) throws SyntaxFault {
        return digits(at, at.run(Octets::isDigit, width + " digits"), width, width);
    }

    private static int digits(Cursor at, String digits, int least, int most) throws SyntaxFault {
        if (digits.length() < least || digits.length() > most) {
            throw at.fault(most + " digits");
        }
        return Integer.parseInt(digits);
    }
}
