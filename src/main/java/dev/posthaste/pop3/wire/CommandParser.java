package dev.posthaste.pop3.wire;

import dev.posthaste.id.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Parses a command line (RFC 1939 section 9, RFC 2449 section 4).
 *
 * <pre>
 * command  = keyword [SP argument *(SP argument)]
 * keyword  = 3*4VCHAR                 ; case-insensitive
 * argument = 1*VCHAR                  ; and UTF-8, which account names may contain
 *
 * user = "USER" SP name               ; USER and PASS take the rest of the line with its spaces
 * pass = "PASS" SP string
 * auth = "AUTH" SP mechanism [SP base64 / SP "="]
 * list = ("LIST" / "UIDL") [SP number]
 * retr = ("RETR" / "DELE") SP number
 * top  = "TOP" SP number SP number
 * else = "STAT" / "NOOP" / "RSET" / "QUIT" / "CAPA" / "STLS"
 * </pre>
 */
public final class CommandParser {

    private static final Response.Err NO_SUCH_COMMAND = new Response.Err("Unknown command");
    private static final Response.Err NOT_TEXT = new Response.Err("A command is UTF-8 text without control characters");
    private static final Response.Err NO_ARGUMENT_EXPECTED = new Response.Err("This command has no argument");
    private static final Response.Err ARGUMENT_EXPECTED = new Response.Err("This command needs an argument");
    private static final Response.Err NUMBER_EXPECTED = new Response.Err("A message number is a positive number");
    private static final Response.Err TWO_NUMBERS_EXPECTED =
            new Response.Err("TOP needs a message number and a number of lines");
    private static final Response.Err MECHANISM_EXPECTED =
            new Response.Err("AUTH needs a mechanism and at most one initial response");

    /** Maximum digits of a message number or a number of lines. */
    private static final int MAX_DIGITS = 9;

    private static final int NO_NUMBER = -1;

    private CommandParser() {}

    /** The result of {@link #parse}. */
    public sealed interface Parsed {
        /** A valid command. */
        record Complete(Command command) implements Parsed {}

        /** A command of an extension; the keyword is in upper case, the argument is not parsed. */
        record Extended(String keyword, String argument) implements Parsed {}

        /** An invalid command, with the response to send. */
        record Malformed(Response.Err response) implements Parsed {}
    }

    /** Parses {@code line}, which has no CRLF. */
    public static Parsed parse(byte[] line) {
        return parse(line, Set.of());
    }

    /** Parses {@code line}; {@code extended} are the keywords of extension commands, in upper case. */
    public static Parsed parse(byte[] line, Set<String> extended) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new Parsed.Malformed(NOT_TEXT);
        }
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            return new Parsed.Malformed(NOT_TEXT);
        }
        int space = text.indexOf(' ');
        String keyword = space < 0 ? text : text.substring(0, space);
        String rest = space < 0 ? "" : text.substring(space + 1);
        String upper = keyword.toUpperCase(Locale.ROOT);
        return extended.contains(upper) ? new Parsed.Extended(upper, rest) : parse(upper, rest);
    }

    private static Parsed parse(String keyword, String rest) {
        return switch (keyword) {
            case "USER" -> rest.isEmpty() ? malformed(ARGUMENT_EXPECTED) : complete(new Command.User(rest));
            // An empty password is valid syntax.
            case "PASS" -> complete(new Command.Pass(new Secret(rest)));
            case "AUTH" -> auth(rest);
            case "LIST" -> listing(rest, Command.List::new);
            case "UIDL" -> listing(rest, Command.Uidl::new);
            case "RETR" -> numbered(rest, Command.Retr::new);
            case "DELE" -> numbered(rest, Command.Dele::new);
            case "TOP" -> top(rest);
            case "STAT" -> bare(rest, new Command.Stat());
            case "NOOP" -> bare(rest, new Command.Noop());
            case "RSET" -> bare(rest, new Command.Rset());
            case "QUIT" -> bare(rest, new Command.Quit());
            case "CAPA" -> bare(rest, new Command.Capa());
            case "STLS" -> bare(rest, new Command.Stls());
            default -> malformed(NO_SUCH_COMMAND);
        };
    }

    private static Parsed bare(String rest, Command command) {
        return rest.isEmpty() ? complete(command) : malformed(NO_ARGUMENT_EXPECTED);
    }

    private static Parsed auth(String rest) {
        String[] words = rest.split(" ", -1);
        return switch (words.length) {
            case 1 ->
                words[0].isEmpty()
                        ? malformed(MECHANISM_EXPECTED)
                        : complete(new Command.Auth(mechanism(words[0]), new Command.InitialResponse.Absent()));
            case 2 ->
                words[0].isEmpty() || words[1].isEmpty()
                        ? malformed(MECHANISM_EXPECTED)
                        : complete(new Command.Auth(
                                mechanism(words[0]), new Command.InitialResponse.Present(new Secret(words[1]))));
            default -> malformed(MECHANISM_EXPECTED);
        };
    }

    private static String mechanism(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    private static Parsed listing(String rest, Function<Command.Selection, Command> command) {
        return rest.isEmpty()
                ? complete(command.apply(new Command.Selection.All()))
                : numbered(rest, number -> command.apply(new Command.Selection.One(number)));
    }

    private static Parsed numbered(String rest, IntFunction<Command> command) {
        int number = number(rest);
        return number > 0 ? complete(command.apply(number)) : malformed(NUMBER_EXPECTED);
    }

    private static Parsed top(String rest) {
        int space = rest.indexOf(' ');
        int message = space < 0 ? NO_NUMBER : number(rest.substring(0, space));
        int lines = space < 0 ? NO_NUMBER : number(rest.substring(space + 1));
        return message > 0 && lines >= 0 ? complete(new Command.Top(message, lines)) : malformed(TWO_NUMBERS_EXPECTED);
    }

    private static int number(String digits) {
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(digits) : NO_NUMBER;
    }

    private static Parsed complete(Command command) {
        return new Parsed.Complete(command);
    }

    private static Parsed malformed(Response.Err response) {
        return new Parsed.Malformed(response);
    }
}
