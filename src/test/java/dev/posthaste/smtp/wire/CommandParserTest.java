package dev.posthaste.smtp.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.Fuzz;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            EHLO mx.example.org                     | Ehlo[client=mx.example.org]
            ehlo [192.0.2.1]                        | Ehlo[client=[192.0.2.1]]
            HELO [IPv6:2001:db8::1]                 | Helo[client=[IPv6:2001:db8::1]]
            lhlo mx.example.org                     | Lhlo[client=mx.example.org]
            RCPT TO:<bob@example.org>               | Rcpt[to=<bob@example.org>, written=ASCII]
            rcpt to:<Postmaster>                    | Rcpt[to=<Postmaster>, written=ASCII]
            RCPT TO:<@a.example,@b.example:c@d.org> | Rcpt[to=<c@d.org>, written=ASCII]
            RCPT TO:<"a>b c"@example.org>           | Rcpt[to=<"a>b c"@example.org>, written=ASCII]
            RCPT TO:<"a\\"b"@example.org>            | Rcpt[to=<"a\\"b"@example.org>, written=ASCII]
            RCPT TO:<bob@bücher.example>            | Rcpt[to=<bob@xn--bcher-kva.example>, written=UTF8]
            DATA                                    | Data[]
            rSeT                                    | Rset[]
            NOOP what ever                          | Noop[]
            QUIT                                    | Quit[]
            VRFY bob                                | Vrfy[argument=bob]
            EXPN staff                              | Expn[argument=staff]
            HELP mail                               | Help[]
            STARTTLS                                | StartTls[]
            AUTH plain                              | Auth[mechanism=PLAIN, initial=None[]]
            AUTH PLAIN AGEAYg==                     | Auth[mechanism=PLAIN, initial=Octets[octets=***]]
            AUTH LOGIN =                            | Auth[mechanism=LOGIN, initial=Octets[octets=***]]
            """)
    void a_command_is_read(String line, String expected) {
        assertThat(parse(line)).isInstanceOfSatisfying(CommandParser.Parsed.Complete.class, complete -> {
            assertThat(complete.command()).hasToString(expected);
            assertThat(complete.quirks()).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            FROB                                      | 500 5.5.1
            ``                                        | 500 5.5.1
            STARTTLSX                                 | 500 5.5.1
            BDAT 10 LAST                              | 500 5.5.1
            EHLO                                      | 501 5.5.4
            LHLO                                      | 501 5.5.4
            EHLO a b                                  | 501 5.5.4
            EHLO a(b                                  | 501 5.5.4
            MAIL                                      | 501 5.5.4
            MAIL FROM:                                | 501 5.5.4
            MAIL TO:<a@b.org>                         | 501 5.5.4
            MAIL FROM:<a@b.org                        | 501 5.5.4
            MAIL FROM:<a@b.org>SIZE=1                 | 501 5.5.4
            MAIL FROM:<a>                             | 501 5.1.7
            MAIL FROM:<a@b@c>                         | 501 5.1.7
            MAIL FROM:<@a.example>                    | 501 5.1.7
            MAIL FROM:<a@[192.0.2.1]>                 | 501 5.1.7
            MAIL FROM:<""@example.org>                | 501 5.1.7
            MAIL FROM:<a@b.org> SIZE=x                | 501 5.5.4
            MAIL FROM:<a@b.org> SIZE=                 | 501 5.5.4
            MAIL FROM:<a@b.org> SIZE=-1               | 501 5.5.4
            MAIL FROM:<a@b.org> SIZE=1 size=2         | 501 5.5.4
            MAIL FROM:<a@b.org> BODY=BINARYMIME       | 501 5.5.4
            MAIL FROM:<a@b.org> SMTPUTF8=yes          | 501 5.5.4
            MAIL FROM:<a@b.org> AUTH=a+00@b.org       | 501 5.5.4
            MAIL FROM:<a@b.org> AUTH=a+4              | 501 5.5.4
            MAIL FROM:<a@b.org> AUTH=nobody           | 501 5.5.4
            MAIL FROM:<a@b.org> RET=HDRS              | 555 5.5.4
            MAIL FROM:<a@b.org> ENVID=+00             | 555 5.5.4
            MAIL FROM:<jörg@b.org>                    | 553 5.6.7
            MAIL FROM:<a@bücher.example>              | 553 5.6.7
            RCPT                                      | 501 5.5.4
            RCPT TO:<>                                | 501 5.1.3
            RCPT TO:<""@x>                            | 501 5.1.3
            RCPT TO:<bob>                             | 501 5.1.3
            RCPT TO:<a@-b.org>                        | 501 5.1.3
            RCPT TO:<bob@example.org> NOTIFY=NEVER    | 555 5.5.4
            DATA now                                  | 501 5.5.4
            QUIT please                               | 501 5.5.4
            STARTTLS 1.3                              | 501 5.5.4
            VRFY                                      | 501 5.5.4
            AUTH                                      | 501 5.5.4
            AUTH AAAAAAAAAAAAAAAAAAAAA                | 501 5.5.4
            AUTH PLAIN *                              | 501 5.5.2
            AUTH PLAIN AGEAYg                         | 501 5.5.2
            AUTH PLAIN AGEA!g==                       | 501 5.5.2
            """)
    void what_is_no_command_is_answered_with_the_code_that_says_why(String line, String expected) {
        assertThat(refusal(parse(line))).startsWith(expected);
    }

    @Test
    void the_null_reverse_path_is_read() {
        assertThat(command("MAIL FROM:<>")).isEqualTo(new Command.Mail(ReversePath.empty(), MailParameters.NONE));
    }

    @Test
    void every_parameter_of_mail_is_read() {
        assertThat(command("MAIL FROM:<jörg@bücher.example> size=1000  BODY=8bitmime SMTPUTF8 AUTH=a+2Bb@example.org"))
                .isEqualTo(new Command.Mail(
                        ReversePath.of(EmailAddress.of("jörg@bücher.example")),
                        new MailParameters(
                                1000,
                                BodyType.EIGHT_BIT_MIME,
                                Encoding.UTF8,
                                ReversePath.of(EmailAddress.of("a+b@example.org")))));
    }

    @Test
    void a_size_beyond_any_number_is_as_large_as_can_be() {
        assertThat(command("MAIL FROM:<> SIZE=99999999999999999999"))
                .satisfies(mail -> assertThat(((Command.Mail) mail).parameters().declaredOctets())
                        .isEqualTo(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `RSET `                          | TRAILING_SPACE
            MAIL FROM: <a@example.org>       | SPACE_AFTER_COLON
            MAIL FROM:a@example.org          | MISSING_BRACKETS
            RCPT TO:postmaster               | MISSING_BRACKETS
            EHLO my_pc!                      | CLIENT_NAME
            """)
    void a_departure_from_the_grammar_that_is_overlooked_is_named(String line, Quirk quirk) {
        assertThat(parse(line))
                .isInstanceOfSatisfying(
                        CommandParser.Parsed.Complete.class,
                        complete -> assertThat(complete.quirks()).containsExactly(quirk));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1", "POST / HTTP/1.1", "PRI * HTTP/2.0", "CONNECT mx:25 HTTP/1.1", "put"})
    void a_request_of_http_is_known_as_such(String line) {
        assertThat(parse(line)).isInstanceOf(CommandParser.Parsed.Http.class);
    }

    @Test
    void truncated_utf8_is_refused() {
        byte[] line = "RCPT TO:<b\u00c3@example.org>".getBytes(ISO_8859_1);
        assertThat(refusal(CommandParser.parse(line, 0, line.length))).startsWith("500 5.5.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP \u0000", "NOOP \t", "NOOP \u007f", "MAIL FROM:<a\u0001@b.org>", "EHLO a\rQUIT"})
    void a_control_character_is_refused(String line) {
        assertThat(refusal(parse(line))).startsWith("500 5.5.2");
    }

    @Test
    void each_command_has_its_own_greatest_length() {
        assertThat(parse("NOOP " + "x".repeat(505))).isInstanceOf(CommandParser.Parsed.Complete.class);
        assertThat(refusal(parse("NOOP " + "x".repeat(506)))).startsWith("500 5.5.2");
        assertThat(refusal(parse("x".repeat(600)))).startsWith("500 5.5.2");
        assertThat(refusal(parse("MAIL FROM:<> " + "x".repeat(1030)))).startsWith("555 5.5.4");
        assertThat(refusal(parse("MAIL FROM:<> " + "x".repeat(1060)))).startsWith("500 5.5.2");
        assertThat(parse("AUTH PLAIN " + "AAAA".repeat(3000))).isInstanceOf(CommandParser.Parsed.Complete.class);
        assertThat(refusal(parse("AUTH PLAIN " + "AAAA".repeat(3100)))).startsWith("500 5.5.2");
    }

    @Test
    void a_command_that_needs_utf8_cannot_be_made_without() {
        ReversePath joerg = ReversePath.of(EmailAddress.of("jörg@example.org"));
        assertThatThrownBy(() -> new Command.Mail(joerg, MailParameters.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.Rcpt(ForwardPath.to(EmailAddress.of("jörg@example.org")), Encoding.ASCII))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_name_that_would_add_a_line_cannot_be_made() {
        assertThatThrownBy(() -> new ClientName("a\r\nMAIL FROM:<>")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_command_written_and_read_again_is_the_same() {
        Random random = new Random(5321);
        for (int i = 0; i < Fuzz.CASES; i++) {
            Command command = Commands.any(random);
            byte[] line = CommandWriter.octets(command);
            assertThat(new String(line, UTF_8)).endsWith("\r\n");
            assertThat(CommandParser.parse(line, 0, line.length - 2))
                    .isEqualTo(new CommandParser.Parsed.Complete(command, java.util.Set.of()));
        }
    }

    @Test
    void no_line_whatever_makes_the_parser_throw() {
        Random random = new Random(821);
        int complete = 0;
        for (int i = 0; i < Fuzz.CASES; i++) {
            byte[] line = Commands.damaged(random);
            CommandParser.Parsed parsed = CommandParser.parse(line, 0, line.length);
            if (parsed instanceof CommandParser.Parsed.Complete(Command command, var quirks)) {
                complete++;
                byte[] again = CommandWriter.octets(command);
                assertThat(new String(again, 0, again.length - 2, ISO_8859_1)).doesNotContain("\r", "\n", "\0");
            }
        }
        assertThat(complete).isBetween(Fuzz.CASES / 20, Fuzz.CASES * 19 / 20);
    }

    @Test
    void a_password_is_not_printed() {
        assertThat(List.of(command("AUTH PLAIN AGEAYg=="))).asString().doesNotContain("AGEAYg");
    }

    private static CommandParser.Parsed parse(String line) {
        byte[] octets = line.getBytes(UTF_8);
        return CommandParser.parse(octets, 0, octets.length);
    }

    private static Command command(String line) {
        assertThat(parse(line)).isInstanceOf(CommandParser.Parsed.Complete.class);
        return ((CommandParser.Parsed.Complete) parse(line)).command();
    }

    private static String refusal(CommandParser.Parsed parsed) {
        assertThat(parsed).isInstanceOf(CommandParser.Parsed.Malformed.class);
        return new String(((CommandParser.Parsed.Malformed) parsed).reply().octets(), ISO_8859_1);
    }
}
