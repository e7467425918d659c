package dev.posthaste.mime;

import java.util.Locale;

/** How a part's content is written as octets (RFC 2045 section 6). */
public enum TransferEncoding {
    /** Short lines of ASCII, as they are. */
    SEVEN_BIT("7bit"),
    /** Short lines, as they are. */
    EIGHT_BIT("8bit"),
    /** Any octets, as they are. */
    BINARY("binary"),
    /** Mostly legible text. */
    QUOTED_PRINTABLE("quoted-printable"),
    /** Anything. */
    BASE64("base64"),
    /** A name we do not know; the octets are left as they are (RFC 2045 section 6.4). */
    UNKNOWN("");

    private final String token;

    TransferEncoding(String token) {
        this.token = token;
    }

    /** The encoding of this name, in any case. */
    public static TransferEncoding of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "", "7bit" -> SEVEN_BIT;
            case "8bit" -> EIGHT_BIT;
            case "binary" -> BINARY;
            case "quoted-printable" -> QUOTED_PRINTABLE;
            case "base64" -> BASE64;
            default -> UNKNOWN;
        };
    }

    /** As {@code Content-Transfer-Encoding} says it. */
    public String token() {
        return token;
    }
}
