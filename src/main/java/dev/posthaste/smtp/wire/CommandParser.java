package dev.posthaste.smtp.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Parses a command line.
 *
 * <pre>
 * command   = verb [ SP argument ] CRLF                  ; RFC 5321 section 4.1.1; verbs in any case, section 2.4
 * ehlo      = "EHLO" SP ( Domain / address-literal )
 * helo      = "HELO" SP Domain
 * lhlo      = "LHLO" SP ( Domain / address-literal )      ; RFC 2033 section 4.1
 * mail      = "MAIL FROM:" Reverse-path [ SP Mail-parameters ]
 * rcpt      = "RCPT TO:" ( "&lt;Postmaster&gt;" / Forward-path ) [ SP Rcpt-parameters ]
 * vrfy      = "VRFY" SP String
 * expn      = "EXPN" SP String
 * help      = "HELP" [ SP String ]
 * noop      = "NOOP" [ SP String ]
 * data      = "DATA"      rset = "RSET"      quit = "QUIT"
 * starttls  = "STARTTLS"                                 ; RFC 3207 section 4
 * auth      = "AUTH" SP sasl-mech [ SP ( base64 / "=" ) ] ; RFC 4954 section 8
 * </pre>
 *
 * <p>{@link PathParser} parses paths, {@link MailParametersParser} the parameters of MAIL.
 */
public final class CommandParser {

    /** Maximum length of a command, with CR LF (RFC 5321 section 4.5.3.1.4). */
    static final int MAX_COMMAND_OCTETS = 512;

    /**
     * Maximum length of MAIL with its extensions: SIZE adds 26 octets (RFC 1870 section 3), BODY 17 (RFC 6152 section
     * 2), SMTPUTF8 10 (RFC 6531 section 3.1), AUTH 500 (RFC 4954 section 3).
     */
    static final int MAX_MAIL_OCTETS = MAX_COMMAND_OCTETS + 26 + 17 + 10 + 500;

    /** Maximum length of AUTH: its initial response may be as long as any response (RFC 4954 section 4). */
    static final int MAX_AUTH_OCTETS = SaslResponse.MAX_LINE_OCTETS;

    private static final int CRLF_OCTETS = 2;

    /** Octets examined to find the verb; no command in use has a longer one. */
    private static final int MAX_VERB_OCTETS = 12;

    /** The result of parsing a line. */
    public sealed interface Parsed {
        /** A command; {@code quirks} are the tolerated deviations from the grammar. */
        record Complete(Command command, Set<Quirk> quirks) implements Parsed {
            /** Copies the quirks. */
            public Complete {
                quirks = Set.copyOf(quirks);
            }
        }

        /** An invalid line, with the reply to send. */
        record Malformed(Reply reply) implements Parsed {}

        /** An HTTP request line. An attacker directed a browser here, and its next lines may be forged commands. */
        record Http() implements Parsed {}
    }

    private static final Reply UNKNOWN = Reply.of(500, "5.5.1", "Unknown command");
    private static final Reply TOO_LONG = Reply.of(500, "5.5.2", "Line too long");
    private static final Reply CONTROL = Reply.of(500, "5.5.2", "Control characters are not allowed in a command");
    private static final Reply NOT_UTF8 = Reply.of(500, "5.5.2", "The command is neither ASCII nor UTF-8");
    private static final Reply NO_ARGUMENT = Reply.of(501, "5.5.4", "This command has no argument");
    private static final Reply ARGUMENT = Reply.of(501, "5.5.4", "This command needs an argument");
    private static final Reply NAME = Reply.of(501, "5.5.4", "A domain or an address literal is required");
    private static final Reply MECHANISM = Reply.of(501, "5.5.4", "AUTH needs a mechanism name");
    private static final Reply BASE64 = Reply.of(501, "5.5.2", "That is not base 64");

    private CommandParser() {}

    /** Parses the command in {@code octets[from..to)}, a line without its CR LF. */
    public static Parsed parse(byte[] octets, int from, int to) {
        return parse(octets, from, to, Grammar.CORE);
    }

    /** Parses a command of the grammar with extensions. */
    public static Parsed parse(byte[] octets, int from, int to, Grammar grammar) {
        int length = to - from + CRLF_OCTETS;
        if (length > MAX_AUTH_OCTETS) {
            return new Parsed.Malformed(TOO_LONG);
        }
        try {
            return parse(text(octets, from, to), length, grammar);
        } catch (Malformed malformed) {
            return new Parsed.Malformed(malformed.reply());
        }
    }

    private static Parsed parse(String line, int length, Grammar grammar) throws Malformed {
        String trimmed = withoutTrailingSpaces(line);
        int space = trimmed.indexOf(' ');
        String verb = verb(trimmed, space < 0 ? trimmed.length() : space);
        String argument = space < 0 ? "" : trimmed.substring(space + 1);
        if (isHttp(verb)) {
            return new Parsed.Http();
        }
        if (length > maxOctets(verb, grammar)) {
            throw new Malformed(TOO_LONG);
        }
        Quirks quirks = new Quirks();
        if (trimmed.length() < line.length()) {
            quirks.add(Quirk.TRAILING_SPACE);
        }
        return new Parsed.Complete(command(verb, argument, grammar, quirks), quirks.used());
    }

    private static Command command(String verb, String argument, Grammar grammar, Quirks quirks) throws Malformed {
        if (grammar.verbs().contains(verb)) {
            return new Command.Extended(verb, argument);
        }
        return switch (verb) {
            case "EHLO" -> new Command.Ehlo(clientName(argument, quirks));
            case "HELO" -> new Command.Helo(clientName(argument, quirks));
            case "LHLO" -> new Command.Lhlo(clientName(argument, quirks));
            case "MAIL" -> PathParser.mail(argument, grammar, quirks);
            case "RCPT" -> PathParser.rcpt(argument, quirks);
            case "DATA" -> bare(new Command.Data(), argument);
            case "RSET" -> bare(new Command.Rset(), argument);
            case "QUIT" -> bare(new Command.Quit(), argument);
            case "STARTTLS" -> bare(new Command.StartTls(), argument);
            case "NOOP" -> new Command.Noop();
            case "HELP" -> new Command.Help();
            case "VRFY" -> new Command.Vrfy(required(argument));
            case "EXPN" -> new Command.Expn(required(argument));
            case "AUTH" -> auth(argument);
            default -> throw new Malformed(UNKNOWN);
        };
    }

    private static int maxOctets(String verb, Grammar grammar) {
        return switch (verb) {
            case "MAIL" -> grammar.maxMailOctets();
            case "AUTH" -> MAX_AUTH_OCTETS;
            default -> MAX_COMMAND_OCTETS;
        };
    }

    // Browsers can be made to send any body after such a line (Cyrus#5046, chasquid 1.8, the ALPACA attack).
    private static boolean isHttp(String verb) {
        return switch (verb) {
            case "GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "CONNECT", "TRACE", "PATCH", "PRI" -> true;
            default -> false;
        };
    }

    private static ClientName clientName(String argument, Quirks quirks) throws Malformed {
        if (!ClientName.isClientName(argument)) {
            throw new Malformed(NAME);
        }
        ClientName name = new ClientName(argument);
        if (!name.isAddressLiteral() && name.domain().isEmpty()) {
            quirks.add(Quirk.CLIENT_NAME);
        }
        return name;
    }

    private static Command bare(Command command, String argument) throws Malformed {
        if (!argument.isEmpty()) {
            throw new Malformed(NO_ARGUMENT);
        }
        return command;
    }

    private static String required(String argument) throws Malformed {
        if (argument.isEmpty()) {
            throw new Malformed(ARGUMENT);
        }
        return argument;
    }

    private static Command auth(String argument) throws Malformed {
        int space = argument.indexOf(' ');
        String mechanism = (space < 0 ? argument : argument.substring(0, space)).toUpperCase(Locale.ROOT);
        if (!Command.Auth.isMechanism(mechanism)) {
            throw new Malformed(MECHANISM);
        }
        return new Command.Auth(
                mechanism, space < 0 ? new SaslResponse.None() : initial(argument.substring(space + 1)));
    }

    // "=" is an empty response, which could otherwise not be distinguished from a missing one (RFC 4954 section 4).
    private static SaslResponse initial(String word) throws Malformed {
        if (word.equals("=")) {
            return new SaslResponse.Octets(new byte[0]);
        }
        byte[] base64 = word.getBytes(StandardCharsets.UTF_8);
        return Base64Text.decode(base64, 0, base64.length)
                .map(SaslResponse.Octets::new)
                .orElseThrow(() -> new Malformed(BASE64));
    }

    private static String verb(String line, int end) {
        return end > MAX_VERB_OCTETS ? "" : line.substring(0, end).toUpperCase(Locale.ROOT);
    }

    private static String withoutTrailingSpaces(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ') {
            end--;
        }
        return line.substring(0, end);
    }

    private static String text(byte[] octets, int from, int to) throws Malformed {
        int all = 0;
        for (int i = from; i < to; i++) {
            byte octet = octets[i];
            if (octet >= 0 && (octet < ' ' || octet == 0x7F)) {
                throw new Malformed(CONTROL);
            }
            all |= octet;
        }
        return all >= 0 ? new String(octets, from, to - from, StandardCharsets.US_ASCII) : utf8(octets, from, to);
    }

    private static String utf8(byte[] octets, int from, int to) throws Malformed {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(octets, from, to - from))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new Malformed(NOT_UTF8);
        }
    }
}
