package dev.posthaste.dnszone;

import dev.posthaste.address.DomainName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One record for a zone, in the two forms in which it is put there: a provider's form and a zone file. */
public record ZoneRecord(DomainName name, Data data, Duration ttl, Purpose purpose) {

    /** What a record is for. */
    public enum Purpose {
        /** Mail for the domain comes here. */
        RECEIVE,
        /** Only this server sends as the domain. */
        SPF,
        /** Signatures of the domain can be verified. */
        DKIM,
        /** What is done with mail that only pretends to be of the domain. */
        DMARC
    }

    /** What a record says. */
    public sealed interface Data {
        /** Where mail goes (RFC 1035 section 3.3.9). */
        record Mx(int preference, DomainName exchange) implements Data {}

        /** Text (RFC 1035 section 3.3.14): printable ASCII, longer than one string where it has to be. */
        record Txt(String text) implements Data {
            /** Text that is not printable ASCII cannot be published by the forms in which providers take records. */
            public Txt {
                if (!text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                    throw new IllegalArgumentException("not printable ASCII");
                }
            }
        }
    }

    /** RFC 1035 section 3.3: a length octet counts no further. */
    private static final int MAX_STRING_OCTETS = 255;

    /** The record's type, as a provider's form names it. */
    public String type() {
        return switch (data) {
            case Data.Mx mx -> "MX";
            case Data.Txt txt -> "TXT";
        };
    }

    /** The record's data, as a provider's form takes it: text in one piece and without quotes. */
    public String value() {
        return switch (data) {
            case Data.Mx(int preference, DomainName exchange) -> preference + " " + exchange + ".";
            case Data.Txt(String text) -> text;
        };
    }

    /** The record as a line of a zone file (RFC 1035 section 5.1). */
    public String zoneLine() {
        String shown =
                switch (data) {
                    case Data.Mx mx -> value();
                    case Data.Txt(String text) -> strings(text);
                };
        return name + ". " + ttl.toSeconds() + " IN " + type() + " " + shown;
    }

    private static String strings(String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        StringBuilder strings = new StringBuilder();
        for (int from = 0; from == 0 || from < octets.length; from += MAX_STRING_OCTETS) {
            int length = Math.min(MAX_STRING_OCTETS, octets.length - from);
            String string = new String(octets, from, length, StandardCharsets.US_ASCII);
            strings.append(from == 0 ? "" : " ").append(quoted(string));
        }
        return strings.toString();
    }

    private static String quoted(String string) {
        return '"' + string.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
