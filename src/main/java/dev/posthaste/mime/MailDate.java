package dev.posthaste.mime;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Parses and prints the date and time of a header.
 *
 * <pre>
 * date-time = [day-name [","]] day month year time [zone]    ; RFC 5322 sections 3.3, 4.3
 *           / day-name month day time [zone] year            ; as ctime writes it
 * year      = 4DIGIT / 2DIGIT / 3DIGIT                       ; two or three digits count from 1900 or 2000
 * time      = hour ":" minute [":" second]
 * zone      = ("+" / "-") 4DIGIT / "UT" / "GMT" / "EST" ...  ; an unknown name is -0000
 * </pre>
 *
 * <p>Comments and white space are allowed between all words; hyphens may separate the date.
 */
public final class MailDate {

    /** Maximum length of a value; longer ones are invalid. */
    private static final int MAX_LENGTH = 200;

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final String[] MONTH_NAMES = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    private static final String[] DAY_NAMES = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

    private MailDate() {}

    /** The time of a {@code Date} field; empty if it is invalid. */
    public static Optional<OffsetDateTime> parse(String value) {
        if (value.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        List<String> words = words(value);
        if (!words.isEmpty() && isName(words.getFirst()) && !MONTHS.contains(firstThree(words.getFirst()))) {
            words = words.subList(1, words.size());
        }
        try {
            return words.size() < 4 ? Optional.empty() : moment(words);
        } catch (DateTimeException | NumberFormatException notADate) {
            return Optional.empty();
        }
    }

    /** The format of RFC 5322: {@code Fri, 21 Nov 1997 09:55:06 -0600}. */
    public static String print(OffsetDateTime moment) {
        int minutes = moment.getOffset().getTotalSeconds() / 60;
        StringBuilder out = new StringBuilder(31)
                .append(DAY_NAMES[moment.getDayOfWeek().getValue() - 1])
                .append(", ")
                .append(moment.getDayOfMonth())
                .append(' ')
                .append(MONTH_NAMES[moment.getMonthValue() - 1])
                .append(' ');
        twoDigits(out, moment.getYear() / 100);
        twoDigits(out, moment.getYear() % 100);
        twoDigits(out.append(' '), moment.getHour());
        twoDigits(out.append(':'), moment.getMinute());
        twoDigits(out.append(':'), moment.getSecond());
        out.append(minutes < 0 ? " -" : " +");
        twoDigits(out, Math.abs(minutes) / 60);
        twoDigits(out, Math.abs(minutes) % 60);
        return out.toString();
    }

    private static void twoDigits(StringBuilder out, int number) {
        if (number < 10) {
            out.append('0');
        }
        out.append(number);
    }

    private static Optional<OffsetDateTime> moment(List<String> words) {
        boolean monthFirst = isName(words.getFirst());
        String day = words.get(monthFirst ? 1 : 0);
        int month = MONTHS.indexOf(firstThree(words.get(monthFirst ? 0 : 1))) + 1;
        boolean yearLast = words.get(2).contains(":");
        String time = words.get(yearLast ? 2 : 3);
        String year = yearLast ? words.getLast() : words.get(2);
        String zone = words.size() == 4 ? "" : words.get(yearLast ? 3 : 4);
        if (month == 0 || day.length() > 2) {
            return Optional.empty();
        }
        LocalDate date = LocalDate.of(year(year), month, Integer.parseInt(day));
        return Optional.of(OffsetDateTime.of(date, time(time), zone(zone)));
    }

    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        return switch (digits.length()) {
            case 2 -> year < 50 ? 2000 + year : 1900 + year;
            case 3 -> 1900 + year;
            case 4 -> year;
            default -> throw new NumberFormatException(digits);
        };
    }

    private static LocalTime time(String text) {
        int first = text.indexOf(':');
        int second = text.indexOf(':', first + 1);
        int hour = Integer.parseInt(text, 0, Math.max(first, 0), 10);
        int minute = Integer.parseInt(text, first + 1, second < 0 ? text.length() : second, 10);
        int seconds = second < 0 ? 0 : Integer.parseInt(text, second + 1, Math.min(text.length(), second + 3), 10);
        // java.time has no leap seconds
        return LocalTime.of(hour, minute, Math.min(seconds, 59));
    }

    private static ZoneOffset zone(String text) {
        if (text.length() == 5 && (text.charAt(0) == '+' || text.charAt(0) == '-')) {
            int hours = Integer.parseInt(text, 1, 3, 10);
            int minutes = Integer.parseInt(text, 3, 5, 10);
            int sign = text.charAt(0) == '-' ? -1 : 1;
            return ZoneOffset.ofTotalSeconds(sign * (hours * 3600 + minutes * 60));
        }
        // RFC 5322 section 4.3: treat military letters and unknown names as -0000
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "EDT" -> ZoneOffset.ofHours(-4);
            case "EST", "CDT" -> ZoneOffset.ofHours(-5);
            case "CST", "MDT" -> ZoneOffset.ofHours(-6);
            case "MST", "PDT" -> ZoneOffset.ofHours(-7);
            case "PST" -> ZoneOffset.ofHours(-8);
            default -> ZoneOffset.UTC;
        };
    }

    private static boolean isName(String word) {
        return Character.isLetter(word.charAt(0));
    }

    private static String firstThree(String word) {
        return word.substring(0, Math.min(3, word.length())).toLowerCase(Locale.ROOT);
    }

    /** Words separated by white space, commas and comments; a hyphen in a date separates too, a colon does not. */
    private static List<String> words(String value) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean sign = (c == '-' || c == '+') && !word.isEmpty();
            boolean divides = c == '(' || c == ',' || Octets.isWsp(c) || sign;
            if (c == '(') {
                depth++;
            }
            if (depth == 0 && !divides) {
                boolean time = c == ':' || (!words.isEmpty() && words.getLast().endsWith(":"));
                word.append(word.isEmpty() && time && !words.isEmpty() ? words.removeLast() : "");
                word.append(c);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                // a sign after the time belongs to the zone, a hyphen in the date separates
                boolean zone = sign && word.indexOf(":") >= 0;
                word.setLength(0);
                word.append(zone ? String.valueOf(c) : "");
            }
            if (c == ')' && depth > 0) {
                depth--;
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }
}
