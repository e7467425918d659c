package dev.posthaste.smtp.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses the replies of a server from chunks of any size.
 *
 * <pre>
 * Reply-line  = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF   ; RFC 5321 section 4.2
 * Reply-code  = %x32-35 DIGIT DIGIT        ; the standard allows 0 to 5 as second digit, servers use others too
 * textstring  = [ status-code SP ] text    ; RFC 2034 section 4, if its class is the code's
 * </pre>
 *
 * <p>An invalid reply says nothing about the message: it is a transient failure and never a reason to return mail. A
 * bare LF ends a line too, which is harmless because replies contain no commands.
 */
public final class ReplyParser {

    /**
     * Maximum octets of a line. RFC 5321 section 4.5.3.1.5 limits it to 512; some servers exceed that, and the rest of
     * their text is dropped.
     */
    static final int MAX_LINE_OCTETS = 2048;

    /** The result of {@link #feed}. */
    public sealed interface Parsed {
        /** A complete reply. */
        record Complete(Reply reply) implements Parsed {}

        /** More octets are needed. */
        record Incomplete() implements Parsed {}

        /** Not an SMTP reply; the connection is unusable. {@code why} is for logs and reports. */
        record Unreadable(String why) implements Parsed {}
    }

    private static final Parsed INCOMPLETE = new Parsed.Incomplete();

    private final byte[] line = new byte[MAX_LINE_OCTETS];
    private int length;
    private final List<String> texts = new ArrayList<>();
    private int code;
    private int position;

    /**
     * Reads {@code octets[from..to)} up to the end of a reply. Octets from {@link #position} on are unread; pass them
     * again.
     */
    public Parsed feed(byte[] octets, int from, int to) {
        for (position = from; position < to; ) {
            byte octet = octets[position++];
            if (octet != '\n') {
                if (length == MAX_LINE_OCTETS) {
                    return new Parsed.Unreadable("a line of more than " + MAX_LINE_OCTETS + " octets");
                }
                line[length++] = octet;
                continue;
            }
            Parsed parsed = endOfLine();
            if (!(parsed instanceof Parsed.Incomplete)) {
                return parsed;
            }
        }
        return INCOMPLETE;
    }

    /**
     * The index after the last octet read. Octets that are unread when TLS starts must be discarded, since the server
     * did not send them under TLS.
     */
    public int position() {
        return position;
    }

    /** Whether a reply is incomplete. */
    public boolean isWithinReply() {
        return length > 0 || !texts.isEmpty();
    }

    private Parsed endOfLine() {
        String text = new String(line, 0, withoutCr(), StandardCharsets.ISO_8859_1);
        length = 0;
        int lineCode = replyCode(text);
        if (lineCode < 0) {
            return new Parsed.Unreadable("not a reply of SMTP: " + ReplyText.printable(text));
        }
        if (!texts.isEmpty() && lineCode != code) {
            return new Parsed.Unreadable("a reply of two codes: " + code + " and " + lineCode);
        }
        if (texts.size() == Reply.MAX_LINES) {
            return new Parsed.Unreadable("a reply of more than " + Reply.MAX_LINES + " lines");
        }
        code = lineCode;
        texts.add(text.length() > 4 ? text.substring(4) : "");
        return text.length() > 3 && text.charAt(3) == '-' ? INCOMPLETE : new Parsed.Complete(take());
    }

    private int withoutCr() {
        return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    }

    private static int replyCode(String text) {
        if (text.length() < 3 || (text.length() > 3 && text.charAt(3) != ' ' && text.charAt(3) != '-')) {
            return -1;
        }
        int hundreds = text.charAt(0) - '0';
        int tens = text.charAt(1) - '0';
        int ones = text.charAt(2) - '0';
        boolean digits = tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9;
        return digits && hundreds >= 2 && hundreds <= 5 ? hundreds * 100 + tens * 10 + ones : -1;
    }

    private Reply take() {
        List<String> lines = List.copyOf(texts);
        texts.clear();
        Optional<EnhancedCode> enhanced = enhancedCode(lines.getFirst());
        if (enhanced.isEmpty()) {
            return new Reply.Plain(code, lines);
        }
        String prefix = enhanced.get().toString();
        List<String> rest =
                lines.stream().map(text -> withoutPrefix(text, prefix)).toList();
        return new Reply.Enhanced(code, enhanced.get(), rest);
    }

    private Optional<EnhancedCode> enhancedCode(String text) {
        int space = text.indexOf(' ');
        return EnhancedCode.parse(space < 0 ? text : text.substring(0, space))
                .filter(enhanced -> enhanced.severity().digit() == code / 100);
    }

    private static String withoutPrefix(String text, String prefix) {
        if (!text.startsWith(prefix)) {
            return text;
        }
        int end = prefix.length();
        if (text.length() == end) {
            return "";
        }
        return text.charAt(end) == ' ' ? text.substring(end + 1) : text;
    }
}
