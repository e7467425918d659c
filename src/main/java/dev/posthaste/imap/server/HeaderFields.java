package dev.posthaste.imap.server;

import dev.posthaste.imap.server.Located.Keep;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The fields of a header as octets.
 *
 * <pre>
 * fields = *(field-name ":" … CRLF *(WSP … CRLF)) [CRLF]      ; RFC 5322 section 2.2
 * </pre>
 */
final class HeaderFields {

    private static final byte[] CRLF = {'\r', '\n'};

    private HeaderFields() {}

    /** The fields kept, as they are and in their order, and an empty line (RFC 9051 section 6.4.5). */
    static byte[] filter(byte[] header, List<String> names, Keep keep) {
        Set<String> wanted = new HashSet<>();
        names.forEach(name -> wanted.add(name.toLowerCase(Locale.ROOT)));
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        boolean keeping = false;
        for (int at = 0; at < header.length; ) {
            int end = lineEnd(header, at);
            if (isEmptyLine(header, at, end)) {
                break;
            }
            if (header[at] != ' ' && header[at] != '\t') {
                keeping = wanted.contains(name(header, at, end)) == (keep == Keep.NAMED);
            }
            if (keeping) {
                kept.write(header, at, end - at);
            }
            at = end;
        }
        kept.writeBytes(CRLF);
        return kept.toByteArray();
    }

    /** The values of all fields of that name, unfolded. */
    static List<String> values(byte[] header, String name) {
        List<String> values = new ArrayList<>();
        String wanted = name.toLowerCase(Locale.ROOT);
        boolean reading = false;
        for (int at = 0; at < header.length; ) {
            int end = lineEnd(header, at);
            if (isEmptyLine(header, at, end)) {
                break;
            }
            String line = new String(header, at, end - at, StandardCharsets.UTF_8).stripTrailing();
            if (header[at] == ' ' || header[at] == '\t') {
                if (reading) {
                    values.set(values.size() - 1, values.get(values.size() - 1) + line);
                }
            } else {
                reading = name(header, at, end).equals(wanted);
                if (reading) {
                    values.add(line.substring(line.indexOf(':') + 1).stripLeading());
                }
            }
            at = end;
        }
        return values;
    }

    private static int lineEnd(byte[] header, int from) {
        for (int i = from; i < header.length; i++) {
            if (header[i] == '\n') {
                return i + 1;
            }
        }
        return header.length;
    }

    private static boolean isEmptyLine(byte[] header, int from, int end) {
        return header[from] == '\n' || (end - from == 2 && header[from] == '\r');
    }

    private static String name(byte[] header, int from, int end) {
        int colon = from;
        while (colon < end && header[colon] != ':') {
            colon++;
        }
        return new String(header, from, colon - from, StandardCharsets.ISO_8859_1)
                .stripTrailing()
                .toLowerCase(Locale.ROOT);
    }
}
