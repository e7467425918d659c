package dev.posthaste.smtp.wire;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import java.util.Locale;

/** What a client says to a server. Made by {@link CommandParser}, written by {@link CommandWriter}. */
public sealed interface Command {

    /** RFC 5321 section 4.1.1.1. */
    record Ehlo(ClientName client) implements Command {}

    /** The greeting of those who know no extensions (RFC 5321 section 4.1.1.1). */
    record Helo(ClientName client) implements Command {}

    /** The greeting of LMTP (RFC 2033 section 4.1). */
    record Lhlo(ClientName client) implements Command {}

    /** RFC 5321 section 4.1.1.2. */
    record Mail(ReversePath from, MailParameters parameters) implements Command {
        /** Refuses a sender that these parameters cannot say. */
        public Mail {
            boolean utf8 = from.sender().map(EmailAddress::needsUtf8).orElse(false);
            if (utf8 && parameters.encoding() == Encoding.ASCII) {
                throw new IllegalArgumentException("only SMTPUTF8 can say " + from);
            }
        }
    }

    /**
     * RFC 5321 section 4.1.1.3.
     *
     * @param written whether the path was spelt with characters that only SMTPUTF8 allows
     */
    record Rcpt(ForwardPath to, Encoding written) implements Command {
        /** Refuses a recipient that cannot be written so. */
        public Rcpt {
            if (needsUtf8(to) && written == Encoding.ASCII) {
                throw new IllegalArgumentException("only SMTPUTF8 can say " + to);
            }
        }

        /** The command for an address, in ASCII where that can be. */
        public static Rcpt to(EmailAddress address) {
            return new Rcpt(ForwardPath.to(address), address.needsUtf8() ? Encoding.UTF8 : Encoding.ASCII);
        }

        private static boolean needsUtf8(ForwardPath path) {
            return switch (path) {
                case ForwardPath.Postmaster() -> false;
                case ForwardPath.Recipient(EmailAddress address) -> address.needsUtf8();
            };
        }
    }

    /** RFC 5321 section 4.1.1.4. */
    record Data() implements Command {}

    /** RFC 5321 section 4.1.1.5. */
    record Rset() implements Command {}

    /** RFC 5321 section 4.1.1.9; its argument means nothing. */
    record Noop() implements Command {}

    /** RFC 5321 section 4.1.1.10. */
    record Quit() implements Command {}

    /** RFC 5321 section 4.1.1.6. */
    record Vrfy(String argument) implements Command {}

    /** RFC 5321 section 4.1.1.7. */
    record Expn(String argument) implements Command {}

    /** RFC 5321 section 4.1.1.8; its argument means nothing. */
    record Help() implements Command {}

    /** RFC 3207 section 4. */
    record StartTls() implements Command {}

    /**
     * A command of an extension that is in the {@link Grammar}.
     *
     * @param verb in upper case
     * @param argument what follows the space; empty if nothing does
     */
    record Extended(String verb, String argument) implements Command {}

    /**
     * RFC 4954 section 4.
     *
     * @param mechanism in upper case; whether anybody knows it is not said
     */
    record Auth(String mechanism, SaslResponse initial) implements Command {

        /** RFC 4422 section 3.1. */
        static final int MAX_MECHANISM_LENGTH = 20;

        /** The name is one of a mechanism, and the exchange does not begin by giving up. */
        public Auth {
            mechanism = mechanism.toUpperCase(Locale.ROOT);
            if (!isMechanism(mechanism)) {
                throw new IllegalArgumentException("no name of a mechanism");
            }
            if (initial instanceof SaslResponse.Cancelled) {
                throw new IllegalArgumentException("AUTH cannot begin by giving up");
            }
        }

        // sasl-mech = 1*20mech-char; mech-char = UPPER-ALPHA / DIGIT / HYPHEN / UNDERSCORE, RFC 4422 section 3.1
        static boolean isMechanism(String text) {
            return !text.isEmpty()
                    && text.length() <= MAX_MECHANISM_LENGTH
                    && text.chars()
                            .allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_');
        }
    }
}
