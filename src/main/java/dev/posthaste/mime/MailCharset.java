package dev.posthaste.mime;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decodes octets to text with the charset that a message names. If the name is missing, unknown or wrong, decodes valid
 * UTF-8 as UTF-8 and everything else as windows-1252. Never fails.
 */
public final class MailCharset {

    /** Maximum length of a charset name (RFC 2978 section 2.3 allows 40). */
    private static final int MAX_NAME = 60;

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /**
     * Names that senders use, with the charset that they mean; the supersets are those of the WHATWG Encoding Standard.
     */
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("utf8", "utf-8"),
            Map.entry("iso-8859-1", "windows-1252"),
            Map.entry("iso8859-1", "windows-1252"),
            Map.entry("latin1", "windows-1252"),
            Map.entry("latin-1", "windows-1252"),
            Map.entry("iso-8859-9", "windows-1254"),
            Map.entry("iso-8859-8-i", "iso-8859-8"),
            Map.entry("iso-8859-8-e", "iso-8859-8"),
            Map.entry("gb2312", "gb18030"),
            Map.entry("gbk", "gb18030"),
            Map.entry("x-gbk", "gb18030"),
            Map.entry("ks_c_5601-1987", "x-windows-949"),
            Map.entry("euc-kr", "x-windows-949"),
            Map.entry("shift_jis", "windows-31j"),
            Map.entry("shift-jis", "windows-31j"),
            Map.entry("x-sjis", "windows-31j"),
            Map.entry("iso-2022-jp", "x-windows-iso2022jp"),
            Map.entry("cp1252", "windows-1252"));

    /**
     * By name and alias. Caches look-ups, because the JDK searches its providers for each unknown name, which senders
     * could exploit.
     */
    private static final Map<String, Charset> KNOWN = new HashMap<>();

    static {
        for (Charset charset : Charset.availableCharsets().values()) {
            charset.aliases().forEach(alias -> KNOWN.put(alias.toLowerCase(Locale.ROOT), charset));
        }
        for (Charset charset : Charset.availableCharsets().values()) {
            KNOWN.put(charset.name().toLowerCase(Locale.ROOT), charset);
        }
    }

    private MailCharset() {}

    /** The charset of this name. Empty for {@code us-ascii} too, since senders use it for text that is not ASCII. */
    static Optional<Charset> named(String name) {
        String key = name.strip().toLowerCase(Locale.ROOT);
        if (key.isEmpty() || key.length() > MAX_NAME || key.equals("us-ascii") || key.equals("ascii")) {
            return Optional.empty();
        }
        return Optional.ofNullable(KNOWN.get(MEANT.getOrDefault(key, key)));
    }

    /** Decodes octets. Drops a multi-octet character that is cut off at the end, so that pieces can be decoded. */
    public static String decode(byte[] octets, String charsetName) {
        return decode(octets, 0, octets.length, charsetName);
    }

    static String decode(byte[] octets, int from, int to, String charsetName) {
        if (charsetName.equalsIgnoreCase("utf-8")) {
            return guess(octets, from, to);
        }
        Optional<Charset> charset = named(charsetName);
        if (charset.isEmpty()
                || charset.get().equals(StandardCharsets.UTF_8)
                || isUntrue(charset.get(), octets, from, to)) {
            return guess(octets, from, to);
        }
        if (charset.get().equals(WINDOWS_1252)) {
            return new String(octets, from, to - from, WINDOWS_1252);
        }
        return replacing(charset.get(), octets, from, to);
    }

    /**
     * Whether the charset cannot be right: the ISO 2022 charsets of mail use seven bits (RFC 1468, RFC 1557), so text
     * with eight bits has been converted on the way.
     */
    private static boolean isUntrue(Charset charset, byte[] octets, int from, int to) {
        if (!charset.name().toLowerCase(Locale.ROOT).contains("2022")) {
            return false;
        }
        int at = from;
        while (at < to && octets[at] >= 0) {
            at++;
        }
        return at < to;
    }

    /** Decodes octets whose charset is unknown. */
    static String guess(byte[] octets, int from, int to) {
        int at = from;
        while (at < to && octets[at] >= 0) {
            at++;
        }
        if (at == to) {
            return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
        }
        CharBuffer text = CharBuffer.allocate(to - from);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(octets, from, to - from), text, false);
        return result.isError()
                ? new String(octets, from, to - from, WINDOWS_1252)
                : text.flip().toString();
    }

    private static String replacing(Charset charset, byte[] octets, int from, int to) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        ByteBuffer in = ByteBuffer.wrap(octets, from, to - from);
        StringBuilder text = new StringBuilder(to - from);
        CharBuffer piece = CharBuffer.allocate(Math.min(to - from, 4096) + 16);
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            result = decoder.decode(in, piece, false);
            text.append(piece.flip());
            piece.clear();
        }
        return text.toString();
    }
}
