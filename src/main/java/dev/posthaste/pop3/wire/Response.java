package dev.posthaste.pop3.wire;

import java.nio.charset.StandardCharsets;

/** The single line that answers a command, or begins a longer answer. */
public sealed interface Response {

    /** RFC 1939 section 3, CRLF included. */
    int MAX_OCTETS = 512;

    /** It was done. */
    record Ok(String text) implements Response {
        /** The text must fit one line. */
        public Ok {
            requireLine("+OK " + text);
        }

        @Override
        public String line() {
            return "+OK " + text;
        }
    }

    /** It was not done. */
    record Err(Code code, String text) implements Response {
        /** The text must fit one line, and not look like a response code of its own. */
        public Err {
            requireLine("-ERR " + code.prefix + text);
            if (text.startsWith("[")) {
                throw new IllegalArgumentException("a response code is no text");
            }
        }

        /** An error that no program needs to tell from others. */
        public Err(String text) {
            this(Code.NONE, text);
        }

        @Override
        public String line() {
            return "-ERR " + code.prefix + text;
        }
    }

    /** SASL: go on (RFC 5034 section 4). The only mechanism here has no challenge to send. */
    record Continue() implements Response {
        @Override
        public String line() {
            return "+ ";
        }
    }

    /** For programs: why something was not done (RFC 2449 section 8). */
    enum Code {
        /** Nothing that a program could make use of. */
        NONE(""),
        /** Another session has the maildrop (RFC 2449 section 8.1.2). */
        IN_USE("[IN-USE] "),
        /** The credentials are wrong (RFC 3206 section 4). */
        AUTH("[AUTH] "),
        /** Likely to work later (RFC 3206 section 3). */
        SYS_TEMP("[SYS/TEMP] ");

        private final String prefix;

        Code(String prefix) {
            this.prefix = prefix;
        }
    }

    /** Without its CRLF. */
    String line();

    /** With its CRLF, as it is sent. */
    default byte[] octets() {
        return (line() + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static void requireLine(String line) {
        if (line.length() + 2 > MAX_OCTETS || !line.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("not one line of ASCII");
        }
    }
}
