package dev.posthaste.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parameter values that are long or not ASCII.
 *
 * <pre>
 * extended   = name "*" "=" charset "'" [language] "'" *(token-char / "%" 2HEXDIG)   ; RFC 2231 section 4
 * continued  = name "*" section ["*"] "=" value                                      ; sections 3 and 4.1
 * section    = "0" / (%x31-39 *DIGIT)                                                ; from 0, without gaps
 * </pre>
 */
final class ExtendedParameters {

    /** Maximum number of sections read. */
    static final int MAX_SECTIONS = 100;

    /**
     * Maximum length of a written line, below the 78 of RFC 5322 section 2.1.1 since a parameter has its own line and
     * an indent.
     */
    private static final int MAX_WRITTEN = 74;

    private static final String ATTRIBUTE_SIGNS = "!#$&+-.^_`{|}~";
    private static final char REPLACEMENT = '\uFFFD';

    private record Section(String value, boolean percent) {}

    private ExtendedParameters() {}

    /** The decoded value of {@code name*} or of {@code name*0}, {@code name*1} and so on. */
    static Optional<String> find(List<Parameter> written, String name) {
        @Nullable Section[] sections = {};
        boolean any = false;
        for (Parameter parameter : written) {
            String mark = parameter.name();
            if (mark.length() > name.length() && mark.charAt(name.length()) == '*' && mark.startsWith(name)) {
                sections = sections.length == 0 ? new @Nullable Section[MAX_SECTIONS] : sections;
                any |= place(mark.substring(name.length() + 1), parameter.value(), sections);
            }
        }
        return any && sections[0] != null ? Optional.of(joined(sections)) : Optional.empty();
    }

    /** Stores a section at its index; the first of duplicates counts. */
    private static boolean place(String mark, String value, @Nullable Section[] sections) {
        boolean percent = mark.isEmpty() || mark.endsWith("*");
        String digits = mark.endsWith("*") ? mark.substring(0, mark.length() - 1) : mark;
        int index = mark.isEmpty() ? 0 : number(digits);
        if (index < 0 || index >= sections.length || sections[index] != null) {
            return false;
        }
        sections[index] = new Section(value, percent);
        return true;
    }

    private static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 3) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (!Octets.isDigit(digits.charAt(i))) {
                return -1;
            }
            number = number * 10 + digits.charAt(i) - '0';
        }
        return number;
    }

    private static String joined(@Nullable Section[] sections) {
        String charset = "utf-8";
        OctetBuffer octets = new OctetBuffer();
        for (int i = 0; i < sections.length; i++) {
            Section section = sections[i];
            if (section == null) {
                break;
            }
            String value = section.value();
            if (i == 0 && section.percent()) {
                int first = value.indexOf('\'');
                int second = first < 0 ? -1 : value.indexOf('\'', first + 1);
                charset = second < 0 ? charset : value.substring(0, first);
                value = value.substring(second + 1);
            }
            byte[] raw = value.getBytes(StandardCharsets.UTF_8);
            octets.append(section.percent() ? unescaped(raw) : raw);
        }
        return clean(MailCharset.decode(octets.array(), 0, octets.size(), charset));
    }

    private static byte[] unescaped(byte[] raw) {
        OctetBuffer out = new OctetBuffer();
        for (int i = 0; i < raw.length; i++) {
            int high = raw[i] == '%' && i + 2 < raw.length ? Octets.hex(raw[i + 1]) : -1;
            int low = high < 0 ? -1 : Octets.hex(raw[i + 2]);
            if (low >= 0) {
                out.append(high << 4 | low);
                i += 2;
            } else {
                out.append(raw[i]);
            }
        }
        return out.copy();
    }

    /** Removes control characters, which an encoding could otherwise smuggle into a file name or a header. */
    static String clean(String value) {
        StringBuilder clean = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            clean.append(Character.isISOControl(value.charAt(i)) ? REPLACEMENT : value.charAt(i));
        }
        return clean.toString();
    }

    /**
     * The written form of a parameter, in one or several pieces that each fit on a line: a token or quoted string if it
     * is short ASCII, otherwise the form of RFC 2231.
     */
    static List<String> write(String name, String value) {
        boolean plain = value.length() + name.length() < MAX_WRITTEN - 4;
        boolean token = !value.isEmpty();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            plain &= c >= ' ' && c < 0x7F;
            token &= Octets.isToken(c);
        }
        if (plain) {
            return List.of(name + '=' + (token ? value : AddressWriter.quoted(value)));
        }
        return extended(name, value);
    }

    private static List<String> extended(String name, String value) {
        List<String> pieces = pieces(value, MAX_WRITTEN - name.length() - "*00*=UTF-8'';".length());
        if (pieces.size() == 1) {
            return List.of(name + "*=UTF-8''" + pieces.getFirst());
        }
        List<String> written = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            written.add(name + '*' + i + "*=" + (i == 0 ? "UTF-8''" : "") + pieces.get(i));
        }
        return written;
    }

    private static List<String> pieces(String value, int room) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean plain = c < 0x80 && (Octets.isAlphanumeric(c) || ATTRIBUTE_SIGNS.indexOf(c) >= 0);
            if (piece.length() + 3 > room && pieces.size() < MAX_SECTIONS - 1) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
            if (plain) {
                piece.append(c);
            } else {
                piece.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        pieces.add(piece.toString());
        return pieces;
    }
}
