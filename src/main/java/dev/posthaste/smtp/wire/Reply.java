package dev.posthaste.smtp.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A reply of a server: a code, an enhanced code that agrees with it, and at least one line of text. The text is made
 * printable ASCII of bounded length when the reply is made, so nothing that a peer said can add a line to it.
 */
public sealed interface Reply {

    /** RFC 5321 section 4.5.3.1.5 allows 512 octets with the code and CRLF; this leaves room for both codes. */
    int MAX_TEXT_OCTETS = 490;

    /** Lines of one reply that we write or keep; the longest EHLO answers known have some thirty. */
    int MAX_LINES = 100;

    /** Without an enhanced code: greetings, answers to EHLO, intermediate replies (RFC 2034 section 4). */
    record Plain(int code, List<String> lines) implements Reply {
        /** Makes the text printable; at least one line, at most {@link #MAX_LINES}. */
        public Plain {
            requireReplyCode(code);
            lines = sanitised(lines);
        }
    }

    /** With an enhanced code, which stands on every line (RFC 2034 section 4). */
    record Enhanced(int code, EnhancedCode enhanced, List<String> lines) implements Reply {
        /** Makes the text printable, and refuses codes that disagree (RFC 2034 section 4). */
        public Enhanced {
            requireReplyCode(code);
            if (code / 100 != enhanced.severity().digit()) {
                throw new IllegalArgumentException(code + " cannot carry " + enhanced);
            }
            lines = sanitised(lines);
        }
    }

    /** The three digits. */
    int code();

    /** The text, a line each, without codes. */
    List<String> lines();

    /** A reply of one line with an enhanced code, which is written as in {@code "5.1.1"}. */
    static Reply of(int code, String enhanced, String text) {
        return new Enhanced(code, EnhancedCode.of(enhanced), List.of(text));
    }

    /** A reply of one line without an enhanced code. */
    static Reply plain(int code, String text) {
        return new Plain(code, List.of(text));
    }

    /** What the code's first digit says. */
    default Severity severity() {
        return Severity.ofReplyCode(code());
    }

    /** All lines of text joined by spaces: for logs and reports. */
    default String text() {
        return String.join(" ", lines());
    }

    /**
     * The reply as it is sent.
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

    /** Appends the reply as it is sent, so that replies of a pipelined batch leave in one write. */
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
