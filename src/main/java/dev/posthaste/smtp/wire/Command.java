package dev.posthaste.smtp.wire;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import java.util.Locale;

/** An SMTP command. {@link CommandParser} parses it, {@link CommandWriter} writes it. */
public sealed interface Command {

    /** EHLO (RFC 5321 section 4.1.1.1). */
    record Ehlo(ClientName client) implements Command {}

    /** HELO, for clients without extensions (RFC 5321 section 4.1.1.1). */
    record Helo(ClientName client) implements Command {}

    /** LHLO, the greeting of LMTP (RFC 2033 section 4.1). */
    record Lhlo(ClientName client) implements Command {}

    /** MAIL (RFC 5321 section 4.1.1.2). */
    record Mail(ReversePath from, MailParameters parameters) implements Command {
        /** @throws IllegalArgumentException if the sender needs SMTPUTF8 and the parameters do not have it */
        public Mail {
            boolean utf8 = from.sender().map(EmailAddress::needsUtf8).orElse(false);
            if (utf8 && parameters.encoding() == Encoding.ASCII) {
                throw new IllegalArgumentException("SMTPUTF8 is required for " + from);
            }
        }
    }

    /**
     * RCPT (RFC 5321 section 4.1.1.3).
     *
     * @param written whether the path was written with characters that require SMTPUTF8
     */
    record Rcpt(ForwardPath to, Encoding written) implements Command {
        /** @throws IllegalArgumentException if the recipient cannot be written in that encoding */
        public Rcpt {
            if (needsUtf8(to) && written == Encoding.ASCII) {
                throw new IllegalArgumentException("SMTPUTF8 is required for " + to);
            }
        }

        /** The command for an address, in ASCII if possible. */
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

    /** DATA (RFC 5321 section 4.1.1.4). */
    record Data() implements Command {}

    /** RSET (RFC 5321 section 4.1.1.5). */
    record Rset() implements Command {}

    /** NOOP (RFC 5321 section 4.1.1.9); its argument has no meaning. */
    record Noop() implements Command {}

    /** QUIT (RFC 5321 section 4.1.1.10). */
    record Quit() implements Command {}

    /** VRFY (RFC 5321 section 4.1.1.6). */
    record Vrfy(String argument) implements Command {}

    /** EXPN (RFC 5321 section 4.1.1.7). */
    record Expn(String argument) implements Command {}

    /** HELP (RFC 5321 section 4.1.1.8); its argument is ignored. */
    record Help() implements Command {}

    /** STARTTLS (RFC 3207 section 4). */
    record StartTls() implements Command {}

    /**
     * A command of an extension, which is in the {@link Grammar}.
     *
     * @param verb in upper case
     * @param argument the text behind the space; empty if there is none
     */
    record Extended(String verb, String argument) implements Command {}

    /**
     * AUTH (RFC 4954 section 4).
     *
     * @param mechanism in upper case; it may be unknown
     */
    record Auth(String mechanism, SaslResponse initial) implements Command {

        /** Maximum characters of a mechanism name (RFC 4422 section 3.1). */
        static final int MAX_MECHANISM_LENGTH = 20;

        /**
         * @throws IllegalArgumentException if the name is not a mechanism name, or the initial response is a
         *     cancellation
         */
        public Auth {
            mechanism = mechanism.toUpperCase(Locale.ROOT);
            if (!isMechanism(mechanism)) {
                throw new IllegalArgumentException("not a mechanism name");
            }
            if (initial instanceof SaslResponse.Cancelled) {
                throw new IllegalArgumentException("the initial response of AUTH cannot be a cancellation");
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
