package dev.posthaste.dnszone;

import dev.posthaste.address.DomainName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One DNS record, both as the fields of a provider's form and as a line of a zone file. */
public record ZoneRecord(DomainName name, Data data, Duration ttl, Purpose purpose) {

    /** The purpose of a record. */
    public enum Purpose {
        /** Directs the domain's mail to this server. */
        RECEIVE,
        /** Authorises only this server to send as the domain. */
        SPF,
        /** Publishes a key that verifies the domain's signatures. */
        DKIM,
        /** Tells receivers what to do with mail that fails authentication. */
        DMARC
    }

    /** The content of a record. */
    public sealed interface Data {
        /** A mail exchanger (RFC 1035 section 3.3.9). */
        record Mx(int preference, DomainName exchange) implements Data {}

        /** Text (RFC 1035 section 3.3.14): printable ASCII, split into several strings if necessary. */
        record Txt(String text) implements Data {
            /**
             * @throws IllegalArgumentException if the text is not printable ASCII, which providers' forms do not accept
             */
            public Txt {
                if (!text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                    throw new IllegalArgumentException("not printable ASCII");
                }
            }
        }
    }

    /** Maximum length of a string in a TXT record (RFC 1035 section 3.3). */
    private static final int MAX_STRING_OCTETS = 255;

    /** The record type, as in a provider's form. */
    public String type() {
        return switch (data) {
            case Data.Mx mx -> "MX";
            case Data.Txt txt -> "TXT";
        };
    }

    /** The record data, as in a provider's form: text in one piece and unquoted. */
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
