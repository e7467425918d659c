package dev.posthaste.mime;

import java.util.Locale;

/** The transfer encoding of a part (RFC 2045 section 6). */
public enum TransferEncoding {
    /** Short ASCII lines, unencoded. */
    SEVEN_BIT("7bit"),
    /** Short lines, unencoded. */
    EIGHT_BIT("8bit"),
    /** Any octets, unencoded. */
    BINARY("binary"),
    /** Quoted-printable (RFC 2045 section 6.7). */
    QUOTED_PRINTABLE("quoted-printable"),
    /** Base64 (RFC 2045 section 6.8). */
    BASE64("base64"),
    /** An unknown encoding; octets are not decoded (RFC 2045 section 6.4). */
    UNKNOWN("");

    private final String token;

    TransferEncoding(String token) {
        this.token = token;
    }

    /** The encoding with this name, in any case. */
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

    /** The value of {@code Content-Transfer-Encoding}. */
    public String token() {
        return token;
    }
}
