package dev.posthaste.intake;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.ApiKeyId;
import java.util.Locale;

/**
 * What is known of how a message came, as facts: the Received field is printed from it, and every stage reads it. Absent text
 * is empty, never null.
 *
 * @param entrance the protocol server or program interface that took the message
 * @param peer the other end of the connection
 * @param security whether the connection is encrypted
 * @param principal who has authenticated
 * @param request what identifies an API request; {@link Request#NONE} for the mail protocols
 */
public record Origin(Entrance entrance, Peer peer, Security security, Authenticated principal, Request request) {

    /** Which way a message came in. */
    public enum Entrance {
        /** Another server, by SMTP (RFC 5321). */
        MX,
        /** A relay in front of this server, by LMTP (RFC 2033). */
        LMTP,
        /** A user's mail client, by SMTP submission (RFC 6409). */
        SUBMISSION,
        /** A program, by REST. */
        REST,
        /** A program, by gRPC. */
        GRPC,
        /** A mail client's APPEND (RFC 9051 section 6.3.12). */
        IMAP,
        /** This server itself: delivery reports and notices. */
        SYSTEM;

        /** The lower-case word for it in the store, events and logs. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The entrance of a {@link #word}. */
        public static Entrance of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * The other end of the connection.
     *
     * @param address its IP address in text form; empty for {@link Entrance#SYSTEM}
     * @param hello the name in EHLO, HELO or LHLO as given, untrusted; empty outside of SMTP and LMTP
     * @param greeting the command that carried the name
     */
    public record Peer(String address, String hello, Greeting greeting) {

        /** No connection at all. */
        public static final Peer NONE = new Peer("", "", Greeting.NONE);

        /** A connection of a protocol without a greeting. */
        public static Peer at(String address) {
            return new Peer(address, "", Greeting.NONE);
        }
    }

    /** The SMTP or LMTP command by which a client introduced itself. */
    public enum Greeting {
        /** SMTP without extensions. */
        HELO,
        /** SMTP with extensions. */
        EHLO,
        /** LMTP. */
        LHLO,
        /** The protocol has no such command. */
        NONE
    }

    /** The protection of the connection. */
    public sealed interface Security {

        /** Clear text. */
        record Clear() implements Security {}

        /**
         * TLS.
         *
         * @param version such as {@code TLSv1.3}; empty if the platform does not say
         * @param cipher the cipher suite's IANA name; empty if the platform does not say
         */
        record Tls(String version, String cipher) implements Security {}
    }

    /** Who has authenticated. */
    public sealed interface Authenticated {

        /** Nobody: mail from other servers. */
        record Nobody() implements Authenticated {}

        /** A user, by the account's password. */
        record Account(AccountId id, EmailAddress address) implements Authenticated {}

        /** A program, by an API key. */
        record Key(ApiKeyId id) implements Authenticated {}

        /** The operator, by the platform key. */
        record Platform() implements Authenticated {}

        /** This server. */
        record ThisServer() implements Authenticated {}
    }

    /**
     * What identifies an API request.
     *
     * @param id the request id that the answer carries; empty if there is none
     * @param client the client's own name (User-Agent), untrusted; empty if it gave none
     * @param traceparent the W3C Trace Context header field; empty if there was none
     */
    public record Request(String id, String client, String traceparent) {

        /** No API request. */
        public static final Request NONE = new Request("", "", "");

        /** Characters of each that are kept: a traceparent has 55. */
        static final int MAX_LENGTH = 256;

        /** Keeps printable ASCII alone, as much as {@link #MAX_LENGTH}: the values are untrusted and go to logs. */
        public Request {
            id = printable(id);
            client = printable(client);
            traceparent = printable(traceparent);
        }

        private static String printable(String text) {
            boolean fine = text.length() <= MAX_LENGTH && text.chars().allMatch(Request::isPrintable);
            return fine
                    ? text
                    : text.chars()
                            .filter(Request::isPrintable)
                            .limit(MAX_LENGTH)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString();
        }

        private static boolean isPrintable(int c) {
            return c >= ' ' && c < 0x7F;
        }
    }

    /** Of mail that this server writes. */
    public static Origin system() {
        return new Origin(
                Entrance.SYSTEM, Peer.NONE, new Security.Clear(), new Authenticated.ThisServer(), Request.NONE);
    }

    /** Whether somebody has authenticated: the "A" of ESMTPSA. */
    boolean isAuthenticated() {
        return switch (principal) {
            case Authenticated.Nobody() -> false;
            case Authenticated.Account account -> true;
            case Authenticated.Key key -> true;
            case Authenticated.Platform() -> true;
            case Authenticated.ThisServer() -> true;
        };
    }
}
