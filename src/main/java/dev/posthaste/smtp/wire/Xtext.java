package dev.posthaste.smtp.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Text in which {@code +}, {@code =}, spaces and non-ASCII octets are written as two hexadecimal digits.
 *
 * <pre>
 * xtext   = *( xchar / hexchar )                                    ; RFC 3461 section 4
 * xchar   = any ASCII character from "!" to "~" but "+" and "="
 * hexchar = "+" 2( "0"-"9" / "A"-"F" )
 * </pre>
 */
final class Xtext {

    private static final String HEX = "0123456789ABCDEF";

    private Xtext() {}

    /**
     * Decodes; empty if the text is not xtext or encodes a control character (Postfix accepted {@code +00} for years).
     */
    static Optional<String> decode(String xtext) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(xtext.length());
        for (int i = 0; i < xtext.length(); i++) {
            char c = xtext.charAt(i);
            int octet = isXchar(c) ? c : -1;
            if (c == '+' && i + 2 < xtext.length()) {
                octet = hexchar(xtext.charAt(i + 1), xtext.charAt(i + 2));
                i += 2;
            }
            if (octet < ' ' || octet == 0x7F) {
                return Optional.empty();
            }
            octets.write(octet);
        }
        return Optional.of(octets.toString(StandardCharsets.UTF_8));
    }

    static String encode(String text) {
        StringBuilder xtext = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (isXchar((char) (octet & 0xFF))) {
                xtext.append((char) octet);
            } else {
                xtext.append('+').append(HEX.charAt((octet >> 4) & 15)).append(HEX.charAt(octet & 15));
            }
        }
        return xtext.toString();
    }

    private static boolean isXchar(char c) {
        return c >= '!' && c <= '~' && c != '+' && c != '=';
    }

    // negative if it is not a pair of digits
    private static int hexchar(char high, char low) {
        return (HEX.indexOf(high) << 4) | HEX.indexOf(low);
    }
}
