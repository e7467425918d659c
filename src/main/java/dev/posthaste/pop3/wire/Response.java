package dev.posthaste.pop3.wire;

import java.nio.charset.StandardCharsets;

/** A status line: the whole response to a command, or the first line of a multi-line response. */
public sealed interface Response {

    /** Maximum length, with CRLF (RFC 1939 section 3). */
    int MAX_OCTETS = 512;

    /** {@code +OK}. */
    record Ok(String text) implements Response {
        /** @throws IllegalArgumentException if the text does not fit on one line of ASCII */
        public Ok {
            requireLine("+OK " + text);
        }

        @Override
        public String line() {
            return "+OK " + text;
        }
    }

    /** {@code -ERR}. */
    record Err(Code code, String text) implements Response {
        /**
         * @throws IllegalArgumentException if the text does not fit on one line of ASCII, or looks like a response code
         */
        public Err {
            requireLine("-ERR " + code.prefix + text);
            if (text.startsWith("[")) {
                throw new IllegalArgumentException("a response code is no text");
            }
        }

        /** An error without a response code. */
        public Err(String text) {
            this(Code.NONE, text);
        }

        @Override
        public String line() {
            return "-ERR " + code.prefix + text;
        }
    }

    /** {@code +}: continues a SASL exchange (RFC 5034 section 4). PLAIN, the only mechanism, has no challenge. */
    record Continue() implements Response {
        @Override
        public String line() {
            return "+ ";
        }
    }

    /** Machine-readable reason of an error (RFC 2449 section 8). */
    enum Code {
        /** No response code. */
        NONE(""),
        /** Another session holds the maildrop (RFC 2449 section 8.1.2). */
        IN_USE("[IN-USE] "),
        /** Wrong credentials (RFC 3206 section 4). */
        AUTH("[AUTH] "),
        /** A temporary failure (RFC 3206 section 3). */
        SYS_TEMP("[SYS/TEMP] ");

        private final String prefix;

        Code(String prefix) {
            this.prefix = prefix;
        }
    }

    /** The line without its CRLF. */
    String line();

    /** The octets to send, with CRLF. */
    default byte[] octets() {
        return (line() + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static void requireLine(String line) {
        if (line.length() + 2 > MAX_OCTETS || !line.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("not one line of ASCII");
        }
    }
}
