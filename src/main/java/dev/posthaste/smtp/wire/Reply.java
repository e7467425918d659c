package dev.posthaste.smtp.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A server reply: a code, a consistent enhanced code, and at least one line of text. The constructor turns the text
 * into printable ASCII of bounded length, so no text of a peer can add a line.
 */
public sealed interface Reply {

    /** Maximum octets of a line's text: the 512 of RFC 5321 section 4.5.3.1.5 without both codes and CRLF. */
    int MAX_TEXT_OCTETS = 490;

    /** Maximum number of lines; the longest known EHLO replies have about thirty. */
    int MAX_LINES = 100;

    /** A reply without an enhanced code: a greeting, an EHLO reply, an intermediate reply (RFC 2034 section 4). */
    record Plain(int code, List<String> lines) implements Reply {
        /**
         * Makes the text printable.
         *
         * @throws IllegalArgumentException unless there are 1 to {@link #MAX_LINES} lines
         */
        public Plain {
            requireReplyCode(code);
            lines = sanitised(lines);
        }
    }

    /** A reply with an enhanced code on every line (RFC 2034 section 4). */
    record Enhanced(int code, EnhancedCode enhanced, List<String> lines) implements Reply {
        /**
         * Makes the text printable.
         *
         * @throws IllegalArgumentException if the codes are inconsistent (RFC 2034 section 4)
         */
        public Enhanced {
            requireReplyCode(code);
            if (code / 100 != enhanced.severity().digit()) {
                throw new IllegalArgumentException(code + " cannot carry " + enhanced);
            }
            lines = sanitised(lines);
        }
    }

    /** The three-digit code. */
    int code();

    /** The text lines, without codes. */
    List<String> lines();

    /** A one-line reply with an enhanced code, such as {@code "5.1.1"}. */
    static Reply of(int code, String enhanced, String text) {
        return new Enhanced(code, EnhancedCode.of(enhanced), List.of(text));
    }

    /** A one-line reply without an enhanced code. */
    static Reply plain(int code, String text) {
        return new Plain(code, List.of(text));
    }

    /** The severity given by the first digit of the code. */
    default Severity severity() {
        return Severity.ofReplyCode(code());
    }

    /** All text lines joined by spaces, for logs and reports. */
    default String text() {
        return String.join(" ", lines());
    }

    /**
     * The reply as sent.
     *
     * <pre>
     * Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF   ; RFC 5321 section 4.2
     * </pre>
     */
    default byte[] octets() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        writeTo(out);
        return out.toByteArray();
    }

    /** Appends the reply as sent, so that the replies to a pipelined batch go out in one write. */
    default void writeTo(ByteArrayOutputStream out) {
        String enhanced =
                switch (this) {
                    case Plain plain -> "";
                    case Enhanced(int code, EnhancedCode code2, List<String> lines) -> code2 + " ";
                };
        int last = lines().size() - 1;
        for (int i = 0; i <= last; i++) {
            String line = code() + (i < last ? "-" : " ") + enhanced + lines().get(i) + "\r\n";
            out.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static void requireReplyCode(int code) {
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("reply code " + code);
        }
    }

    private static List<String> sanitised(List<String> lines) {
        if (lines.isEmpty() || lines.size() > MAX_LINES) {
            throw new IllegalArgumentException("a reply has 1 to " + MAX_LINES + " lines, not " + lines.size());
        }
        return lines.stream().map(ReplyText::printable).toList();
    }
}
